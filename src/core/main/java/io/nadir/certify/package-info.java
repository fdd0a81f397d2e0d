/**
 * Certificates: {@link io.nadir.certify.Certifier} asks the polar of a point's model and decides;
 * {@link io.nadir.certify.Certificate} is the answer. Nothing here knows a family of models.
 * Changes need a proof on paper and a test against independent truth.
 */
@NullMarked
package io.nadir.certify;

import org.jspecify.annotations.NullMarked;
