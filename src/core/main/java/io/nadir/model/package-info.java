/**
 * The contracts between the families of models and the solver: data, map, factors, regularizer,
 * polar, method of descent, and {@link io.nadir.model.ModelFamily}, by which a family enters.
 * Nothing here knows a family. To add a family, look at {@code io.nadir.tensor}, the smallest one:
 * data, a map, a polar, and a provider of {@code ModelFamily}.
 */
@NullMarked
package io.nadir.model;

import org.jspecify.annotations.NullMarked;
