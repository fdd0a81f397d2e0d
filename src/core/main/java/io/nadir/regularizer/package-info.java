/**
 * The regularizers and the gauges that they are made of, one class each. To add a gauge, implement
 * {@link io.nadir.model.Gauge} and use it in a {@link io.nadir.regularizer.GaugeProduct}; to add a
 * regularizer that is not made of gauges, implement {@link io.nadir.model.Regularizer}.
 */
@NullMarked
package io.nadir.regularizer;

import org.jspecify.annotations.NullMarked;
