/**
 * The contracts between the families of models and the solver: data, map, factors, regularizer,
 * polar, descent method, and {@link io.nadir.model.ModelFamily}, through which a family enters.
 * Nothing here depends on a particular family. To add a family, start from {@code io.nadir.tensor},
 * the smallest one: data, a map, a polar, and a provider of {@code ModelFamily}.
 */
@NullMarked
package io.nadir.model;

import org.jspecify.annotations.NullMarked;
