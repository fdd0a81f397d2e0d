/**
 * The layers of deep networks, one class each. To add one, implement {@link
 * io.nadir.network.deep.layer.Layer}, with {@link io.nadir.network.deep.layer.Layer.WeightlessPass}
 * if it has no weights. With a {@link io.nadir.network.deep.layer.Layer.Reader}, saved networks
 * that contain it can be loaded.
 */
@NullMarked
package io.nadir.network.deep.layer;

import org.jspecify.annotations.NullMarked;
