/**
 * What networks of two layers and of more have in common: their samples, the base of their maps,
 * trained networks as predictors, losses of outputs, and samples in batches.
 */
@NullMarked
package io.nadir.network;

import org.jspecify.annotations.NullMarked;
