package io.nadir.certify.relaxation;

import io.nadir.array.Panel;

import java.util.Arrays;

/**
 * The projection on the matrices K ⪰ 0 of trace at most 1: the eigenvalues w of a matrix become (w
 * − level)₊, with the smallest level ≥ 0 that leaves a sum of at most 1. Few of them are left as a
 * rule, and only those are computed, in spaces that are kept from one matrix to the next: one for
 * each diagonal block.
 */
final class Spectraplex {
    /** Times that a space may grow for one matrix. */
    private static final int MOST_GROWTHS = 12;

    private final Blocks blocks;
    private final double[] matrix;
    private final Panel[] panels;
    private final BlockSpectrum[] spectra;

    /** The next eigenvalue of each block in a merge of all of them. */
    private final int[] next;

    private double[] values = new double[0];
    private Panel directions;
    private double[] weights = new double[0];

    /**
     * Starts with K = 0.
     *
     * @param matrix the array of all the matrices that are given, and of the projections
     * @param checkpoint called now and then; may throw to cancel
     */
    Spectraplex(Blocks blocks, double[] matrix, Runnable checkpoint) {
        this.blocks = blocks;
        this.matrix = matrix;
        this.panels = panels(matrix);
        this.spectra = new BlockSpectrum[blocks.count()];
        for (int b = 0; b < spectra.length; b++) {
            spectra[b] = new BlockSpectrum(blocks.order(b), checkpoint);
        }
        this.next = new int[spectra.length];
        this.directions = Panel.zeros(blocks.order(), 0);
    }

    /** The whole array if there is one block, else room for each of them. */
    private Panel[] panels(double[] whole) {
        Panel[] out = new Panel[blocks.count()];
        for (int b = 0; b < out.length; b++) {
            int n = blocks.order(b);
            out[b] = Panel.wrap(out.length == 1 ? whole : new double[n * n], n, n, 0);
        }
        return out;
    }

    /** A block of the matrix, without padding; valid until the next call for it. */
    Panel block(int b) {
        Panel panel = panels[b];
        if (panels.length > 1) {
            System.arraycopy(matrix, blocks.offset(b), panel.data(), 0, panel.data().length);
        }
        return panel;
    }

    /** The eigenvectors of the last projection, as columns, largest eigenvalue first. */
    Panel directions() {
        return directions;
    }

    /** Their eigenvalues, of which the first {@code directions().columns()} count. */
    double[] weights() {
        return weights;
    }

    /** Floating-point operations so far. */
    double operations() {
        double sum = 0;
        for (BlockSpectrum spectrum : spectra) {
            sum += spectrum.operations();
        }
        return sum;
    }

    /**
     * An estimate of λ_max of the matrix, from below; a coarse one if it is at least {@code enough}
     * anyhow.
     *
     * @param again whether this or {@link #findFace} was called for a matrix nearby
     */
    double largest(double enough, boolean again) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int b = 0; b < spectra.length && largest < enough; b++) {
            largest = Math.max(largest, spectra[b].largest(block(b), enough, again));
        }
        return largest;
    }

    /** Projects the matrix, and writes the projection in its place. */
    void project() {
        for (int b = 0; b < spectra.length; b++) {
            spectra[b].follow(block(b));
        }
        double level = level();
        for (int growth = 0; growth < MOST_GROWTHS && grow(level); growth++) {
            level = level();
        }
        for (BlockSpectrum spectrum : spectra) {
            spectrum.take(level);
        }
        take(level);
        for (BlockSpectrum spectrum : spectra) {
            spectrum.trim();
        }
        write(matrix, panels);
    }

    /** Makes the spaces larger that are too small for a level; returns whether one was. */
    private boolean grow(double level) {
        boolean grown = false;
        for (int b = 0; b < spectra.length; b++) {
            if (spectra[b].isTooSmall(level)) {
                spectra[b].grow(panels[b]);
                grown = true;
            }
        }
        return grown;
    }

    /** The level for the eigenvalues of all blocks. */
    private double level() {
        int count = 0;
        for (BlockSpectrum spectrum : spectra) {
            count += spectrum.known();
        }
        if (values.length < count) {
            values = new double[Math.min(blocks.order(), 2 * count)];
        }
        Arrays.fill(next, 0);
        for (int c = 0; c < count; c++) {
            int b = largestNext();
            values[c] = spectra[b].values()[next[b]];
            next[b]++;
        }
        return level(values, count);
    }

    /** The block with the largest of the next eigenvalues. */
    private int largestNext() {
        int best = -1;
        double largest = 0;
        for (int b = 0; b < spectra.length; b++) {
            if (next[b] < spectra[b].known()
                    && (best < 0 || spectra[b].values()[next[b]] > largest)) {
                largest = spectra[b].values()[next[b]];
                best = b;
            }
        }
        return best;
    }

    private void take(double level) {
        int rank = 0;
        for (BlockSpectrum spectrum : spectra) {
            rank += spectrum.rank();
        }
        if (rank > directions.stride() || weights.length < rank) {
            directions = Panel.zeros(blocks.order(), Math.min(blocks.order(), 2 * rank));
            weights = new double[directions.stride()];
        }
        directions.setColumns(rank);
        Arrays.fill(next, 0);
        for (int c = 0; c < rank; c++) {
            int b = largestNext();
            weights[c] = spectra[b].values()[next[b]] - level;
            copyDirection(b, c);
            next[b]++;
        }
    }

    private void copyDirection(int b, int column) {
        Panel vectors = spectra[b].vectors();
        int first = blocks.firstRow(b);
        for (int i = 0; i < blocks.order(); i++) {
            boolean inside = i >= first && i < first + blocks.order(b);
            directions.set(i, column, inside ? vectors.get(i - first, next[b]) : 0);
        }
    }

    /**
     * Finds the eigenpairs of the matrix near its largest eigenvalues.
     *
     * @param again whether {@link #largest} or this was called for a matrix nearby
     */
    void findFace(boolean again) {
        for (int b = 0; b < spectra.length; b++) {
            spectra[b].findFace(block(b), again);
        }
    }

    /** How many eigenvalues of a block were found above a level. */
    int countOfFace(int b, double level) {
        return spectra[b].countOfFace(level);
    }

    /** The eigenvalues found of a block, descending. */
    double[] valuesOfFace(int b) {
        return spectra[b].valuesOfFace();
    }

    /** Their eigenvectors, as columns. */
    Panel vectorsOfFace(int b) {
        return spectra[b].vectorsOfFace();
    }

    /** Sets a block of the matrix to U·Vᵀ, which is symmetric but for rounding. */
    void setBlock(int b, Panel u, Panel v) {
        Panel panel = panels[b];
        spectra[b].multiplyTransposed(u, v, panel);
        store(b, panel, matrix);
    }

    /** Writes the last projection, symmetric in every bit. */
    void writeTo(double[] k) {
        write(k, panels(k));
    }

    private void write(double[] k, Panel[] parts) {
        for (int b = 0; b < spectra.length; b++) {
            Panel part = parts[b];
            spectra[b].writeTo(part);
            store(b, part, k);
        }
    }

    private void store(int b, Panel part, double[] k) {
        if (panels.length > 1) {
            System.arraycopy(part.data(), 0, k, blocks.offset(b), part.data().length);
        }
    }

    /** max(0, t) for the t with Σ(w_i − t)₊ = 1, w in descending order, of which some count. */
    static double level(double[] w, int count) {
        double sum = 0;
        double level = 0;
        for (int i = 0; i < count && w[i] > level; i++) {
            sum += w[i];
            level = Math.max(0, (sum - 1) / (i + 1));
        }
        return level;
    }
}
