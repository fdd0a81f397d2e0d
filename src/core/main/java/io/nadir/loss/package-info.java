/**
 * The losses, one class each. To add one, implement {@link io.nadir.loss.Loss}, a sum over entries,
 * or {@link io.nadir.loss.SampleLoss}, which couples the entries of a row: descent and certificates
 * need its value, derivative, curvature and conjugate, nothing else. The contract of a new loss is
 * checked when it is first used.
 */
@NullMarked
package io.nadir.loss;

import org.jspecify.annotations.NullMarked;
