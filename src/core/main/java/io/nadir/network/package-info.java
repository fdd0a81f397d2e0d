/** What users of two-layer and deep networks have in common: trained networks as predictors. */
@NullMarked
package io.nadir.network;

import org.jspecify.annotations.NullMarked;
