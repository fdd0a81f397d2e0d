/**
 * Two-layer networks X = σ(S·W¹)·W²ᵀ with leaky rectifiers. The polar is in {@code polar}, the
 * descent method in {@code descent}.
 */
@NullMarked
package io.nadir.network.twolayer;

import org.jspecify.annotations.NullMarked;
