/**
 * Certificates: {@link io.nadir.certify.Certifier} bounds the polar at a point through the point's
 * model family and decides; {@link io.nadir.certify.Certificate} is the answer. Nothing here
 * depends on a particular family. A change needs a proof on paper and a test against independent
 * truth.
 */
@NullMarked
package io.nadir.certify;

import org.jspecify.annotations.NullMarked;
