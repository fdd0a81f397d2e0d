/**
 * The comparison of regularizers of small networks: trainings, labelled samples, and the table of
 * accuracies.
 */
@NullMarked
package io.nadir.cli.experiment;

import org.jspecify.annotations.NullMarked;
