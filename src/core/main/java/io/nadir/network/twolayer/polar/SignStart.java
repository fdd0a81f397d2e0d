package io.nadir.network.twolayer.polar;

import java.util.List;

/**
 * Where the relaxation of a cell starts.
 *
 * @param cell the directions
 * @param inherited an upper bound of ‖y(w)‖ that holds in the cell
 * @param multiplier T to start from
 * @param vectors a primal matrix to start from, as a sum of squares of vectors (α, w); may be empty
 */
record SignStart(SignCell cell, double inherited, double[] multiplier, List<double[]> vectors) {}
