/**
 * The regularizers, and the gauges that they consist of, one class each. To add a gauge, implement
 * {@link io.nadir.model.Gauge} and use it in a {@link io.nadir.regularizer.GaugeProduct}. To add a
 * regularizer that is not a product of gauges, implement {@link io.nadir.model.Regularizer}.
 */
@NullMarked
package io.nadir.regularizer;

import org.jspecify.annotations.NullMarked;
