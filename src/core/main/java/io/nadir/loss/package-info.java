/**
 * The losses, one class each. To add one, implement {@link io.nadir.loss.Loss}, which is a sum over
 * entries, or {@link io.nadir.loss.SampleLoss}, which couples the entries of a row: value,
 * derivative, curvature and conjugate are all that descent and certificates ask for. A new loss is
 * checked against its own contract when it is first used.
 */
@NullMarked
package io.nadir.loss;

import org.jspecify.annotations.NullMarked;
