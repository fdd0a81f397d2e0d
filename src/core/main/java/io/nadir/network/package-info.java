/**
 * What two-layer and deep networks have in common: trained networks as predictors, losses of
 * outputs, and batches of samples.
 */
@NullMarked
package io.nadir.network;

import org.jspecify.annotations.NullMarked;
