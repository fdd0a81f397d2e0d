package io.nadir.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A semidefinite program: the least cᵀx for which some symmetric matrices, affine in x, are
 * positive semidefinite, and some numbers, affine in x, are at least 0. {@link Csdp} solves it.
 */
public final class SemidefiniteProgram {
    private final List<Double> costs = new ArrayList<>();
    private final List<Integer> orders = new ArrayList<>();
    private final Map<Entry, Double> entries = new TreeMap<>();
    private int numbers;

    /** A place in matrix {@code block}, upper triangle, and the variable; 0 for the constant. */
    private record Entry(int variable, int block, int row, int column)
            implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int[] own = {variable, block, row, column};
            int[] others = {other.variable, other.block, other.row, other.column};
            return Arrays.compare(own, others);
        }
    }

    /** An affine number or element of a matrix. */
    public final class Affine {
        private final int block;
        private final int row;
        private final int column;

        private Affine(int block, int row, int column) {
            this.block = block;
            this.row = Math.min(row, column);
            this.column = Math.max(row, column);
        }

        /** Adds a constant. */
        public Affine plus(double constant) {
            return add(0, constant);
        }

        /** Adds factor·x. */
        public Affine plus(double factor, int x) {
            return add(x, factor);
        }

        private Affine add(int variable, double factor) {
            if (factor != 0) {
                entries.merge(new Entry(variable, block, row, column), factor, Double::sum);
            }
            return this;
        }
    }

    /** A new variable, at first without bounds; returns its number, from 1. */
    public int variable(double cost) {
        costs.add(cost);
        return costs.size();
    }

    /** A new variable of at least 0. */
    public int nonNegativeVariable(double cost) {
        int x = variable(cost);
        atLeastZero().plus(1, x);
        return x;
    }

    /** A new number that has to be at least 0, itself 0 at first. */
    public Affine atLeastZero() {
        return new Affine(0, numbers, numbers++);
    }

    /** A new matrix that has to be positive semidefinite, itself 0 at first; its block, from 1. */
    public int matrix(int order) {
        orders.add(order);
        return orders.size();
    }

    /** An element of a matrix, and the one opposite to it. */
    public Affine element(int matrix, int row, int column) {
        return new Affine(matrix, row, column);
    }

    /** cᵀx, x from its first variable on. */
    double objective(double[] x) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += costs.get(i) * x[i];
        }
        return sum;
    }

    /** The objective of the dual program of which an element of the solution has this part. */
    double dualPart(int block, int row, int column, double element) {
        int own = block == orders.size() + 1 ? 0 : block;
        double constant = entries.getOrDefault(new Entry(0, own, row - 1, column - 1), 0.0);
        return (row == column ? -1 : -2) * constant * element;
    }

    /** In the sparse format of SDPA. The constant matrix is subtracted there. */
    public String toSdpa() {
        StringBuilder out = new StringBuilder();
        boolean hasNumbers = numbers > 0;
        out.append(costs.size()).append('\n');
        out.append(orders.size() + (hasNumbers ? 1 : 0)).append('\n');
        orders.forEach(order -> out.append(order).append(' '));
        out.append(hasNumbers ? -numbers : "").append('\n');
        costs.forEach(cost -> out.append(cost).append(' '));
        out.append('\n');
        entries.forEach((entry, value) -> {
            int block = entry.block == 0 ? orders.size() + 1 : entry.block;
            out.append(entry.variable).append(' ').append(block).append(' ');
            out.append(entry.row + 1).append(' ').append(entry.column + 1).append(' ');
            out.append(entry.variable == 0 ? -value : value).append('\n');
        });
        return out.toString();
    }
}
