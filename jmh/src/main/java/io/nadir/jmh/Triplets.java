package io.nadir.jmh;

import io.nadir.matrix.ObservedEntries;

import java.util.Arrays;

/**
 * Known entries of a matrix.
 *
 * @param rows m
 * @param columns n
 * @param i the row of each entry
 * @param j the column of each entry
 */
public record Triplets(int rows, int columns, int[] i, int[] j, double[] values) {
    /** A million ratings by six thousand people, drawn from a matrix of rank ten with noise. */
    public static Triplets drawn() {
        return CompletionProblem.STANDARD.triplets();
    }

    /** Takes entries from data, without rows and columns that have none. */
    public static Triplets of(ObservedEntries data) {
        int count = Math.toIntExact(data.observed());
        int[] i = new int[count];
        int[] j = new int[count];
        double[] values = new double[count];
        int next = 0;
        for (int row = 0; row < data.rows(); row++) {
            for (int column = 0; column < data.columns(); column++) {
                double value = data.get(row, column);
                if (!Double.isNaN(value)) {
                    i[next] = row;
                    j[next] = column;
                    values[next++] = value;
                }
            }
        }
        int[] left = renumbered(i, data.rows());
        int[] right = renumbered(j, data.columns());
        return new Triplets(left[left.length - 1], right[right.length - 1], i, j, values);
    }

    /** Gives consecutive numbers to those in use; returns them, and then how many there are. */
    private static int[] renumbered(int[] places, int length) {
        int[] number = new int[length + 1];
        for (int place : places) {
            number[place] = 1;
        }
        int count = 0;
        for (int k = 0; k < length; k++) {
            int next = count + number[k];
            number[k] = count;
            count = next;
        }
        number[length] = count;
        Arrays.setAll(places, e -> number[places[e]]);
        return number;
    }

    /** How many entries each row has. */
    public double[] inRows() {
        return counts(i, rows);
    }

    /** How many entries each column has. */
    public double[] inColumns() {
        return counts(j, columns);
    }

    private static double[] counts(int[] places, int length) {
        double[] counts = new double[length];
        for (int place : places) {
            counts[place]++;
        }
        return counts;
    }
}
