/**
 * Certifies points: {@link io.nadir.certify.point.Certifier} bounds the polar at a point through
 * the point's model family and decides. Nothing here depends on a particular family. A change needs
 * a proof on paper and a test against independent truth. Not exported; users call {@link
 * io.nadir.Nadir#certify}.
 */
@NullMarked
package io.nadir.certify.point;

import org.jspecify.annotations.NullMarked;
