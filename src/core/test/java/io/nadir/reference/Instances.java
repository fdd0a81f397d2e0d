package io.nadir.reference;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * Seeded problems with known optimum, made to fool a solver. The optimum comes from the dense
 * singular value decomposition of another library.
 */
public final class Instances {
    private Instances() {}

    /**
     * A problem and its truth.
     *
     * @param name what it tries
     * @param y row-major m×n
     * @param sigma all singular values of Y
     * @param lambda λ
     */
    public record Instance(String name, int m, int n, double[] y, double[] sigma, double lambda) {
        /** f*, from singular value thresholding: Σ over σ of ½σ² or λσ − ½λ². */
        public double optimum() {
            double sum = 0;
            for (double s : sigma) {
                sum += s <= lambda ? 0.5 * s * s : lambda * (s - lambda) + 0.5 * lambda * lambda;
            }
            return sum;
        }

        /** How far rounding in the singular values can be expected to throw {@link #optimum}. */
        public double uncertainty() {
            double top = Arrays.stream(sigma).max().orElse(0);
            double slope = Arrays.stream(sigma).map(s -> Math.min(s, lambda)).sum();
            return 1e-14 * Math.sqrt(m + n) * top * slope;
        }
    }

    /** The instance number {@code index}: kinds take turns, shapes and numbers are random. */
    public static Instance generate(int index) {
        Random random = new Random(index);
        List<Kind> kinds = Kind.ALL;
        Kind kind = kinds.get(index % kinds.size());
        int bound = index % 40 == 0 ? 300 : index % 7 == 0 ? 80 : 25;
        int m = 1 + random.nextInt(bound * 4 / 3);
        int n = 1 + random.nextInt(bound);
        return kind.make(m, n, random);
    }

    /** The kind of number {@code index} at a given shape, where the kind leaves a choice. */
    public static Instance generate(int index, int m, int n) {
        return Kind.ALL.get(index % Kind.ALL.size()).make(m, n, new Random(index));
    }

    /** A way to make instances. */
    private record Kind(String name, Maker maker) {
        private static final List<Kind> ALL = all();

        Instance make(int m, int n, Random random) {
            return maker.make(name, m, n, random);
        }

        private static List<Kind> all() {
            List<Kind> kinds = new ArrayList<>();
            kinds.add(new Kind("gaussian", Instances::gaussian));
            kinds.add(spectrum("low rank plus noise", i -> i < 3 ? 10 + i : 1.0 / (1 + i), 2));
            kinds.add(spectrum("clustered above", i -> i < 5 ? 5 + 1e-10 * i : 0.5, 2));
            kinds.add(spectrum("clustered at the threshold", i -> 1 + 1e-9 * (2 - i), 1));
            kinds.add(spectrum("all equal, above", i -> 1, 0.5));
            kinds.add(spectrum("all equal, below", i -> 1, 2));
            kinds.add(spectrum("largest just above", i -> i == 0 ? 1 + 1e-9 : 0.9, 1));
            kinds.add(spectrum("largest just below", i -> i == 0 ? 1 - 1e-9 : 0.9, 1));
            kinds.add(spectrum("second just above", i -> i == 0 ? 7 : i == 1 ? 1 + 1e-9 : .5, 1));
            kinds.add(spectrum("exactly low rank", i -> i < 4 ? 4 - i : 0, 1.5));
            kinds.add(spectrum("exactly low rank, tiny lambda", i -> i < 4 ? 4 - i : 0, 1e-6));
            kinds.add(spectrum("graded", i -> Math.pow(10, -i), 1e-3));
            kinds.add(spectrum("lambda beyond all", i -> 1.0 / (1 + i), 3));
            kinds.add(spectrum("scale 1e-150", i -> 1e-150 / (1 + i), 3e-151));
            kinds.add(spectrum("scale 1e150", i -> 1e150 / (1 + i), 3e149));
            kinds.add(
                    new Kind("zero", (name, m, n, random) -> of(name, m, n, new double[m * n], 1)));
            kinds.add(new Kind("constant", Instances::constant));
            kinds.add(new Kind("one row", (s, m, n, random) -> gaussian(s, 1, n, random)));
            kinds.add(new Kind("one column", (s, m, n, random) -> gaussian(s, m, 1, random)));
            kinds.add(new Kind("one element", (s, m, n, random) -> gaussian(s, 1, 1, random)));
            kinds.add(new Kind("integers", Instances::integers));
            return kinds;
        }

        private static Kind spectrum(String name, IntToDoubleFunction sigma, double lambda) {
            return new Kind(name, (s, m, n, random) -> planted(s, m, n, sigma, lambda, random));
        }
    }

    /** Makes an instance of a shape. */
    private interface Maker {
        Instance make(String name, int m, int n, Random random);
    }

    private static Instance gaussian(String name, int m, int n, Random random) {
        double[] y =
                random.doubles((long) m * n, -1, 1).map(x -> x + random.nextGaussian()).toArray();
        double lambda = (0.1 + random.nextDouble()) * (Math.sqrt(m) + Math.sqrt(n));
        return of(name, m, n, y, lambda);
    }

    private static Instance integers(String name, int m, int n, Random random) {
        double[] y = random.ints((long) m * n, -3, 4).asDoubleStream().toArray();
        return of(name, m, n, y, 1 + random.nextInt(8));
    }

    private static Instance constant(String name, int m, int n, Random random) {
        double[] y = new double[m * n];
        Arrays.fill(y, random.nextGaussian());
        return of(name, m, n, y, 0.3);
    }

    private static Instance planted(
            String name, int m, int n, IntToDoubleFunction sigma, double lambda, Random random) {
        int k = Math.min(m, n);
        DMatrixRMaj u = RandomMatrices_DDRM.orthogonal(m, k, random);
        DMatrixRMaj v = RandomMatrices_DDRM.orthogonal(n, k, random);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < k; j++) {
                u.set(i, j, u.get(i, j) * sigma.applyAsDouble(j));
            }
        }
        DMatrixRMaj y = new DMatrixRMaj(m, n);
        CommonOps_DDRM.multTransB(u, v, y);
        return of(name, m, n, y.data, lambda);
    }

    private static Instance of(String name, int m, int n, double[] y, double lambda) {
        return new Instance(name, m, n, y, singularValues(m, n, y), lambda);
    }

    private static double[] singularValues(int m, int n, double[] y) {
        double max = Arrays.stream(y).map(Math::abs).max().orElseThrow();
        int exponent = max == 0 ? 0 : Math.getExponent(max);
        double[] scaled = Arrays.stream(y).map(x -> Math.scalb(x, -exponent)).toArray();
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(m, n, false, false, false);
        if (!svd.decompose(DMatrixRMaj.wrap(m, n, scaled))) {
            throw new IllegalStateException("reference decomposition failed");
        }
        return Arrays.stream(svd.getSingularValues(), 0, Math.min(m, n))
                .map(s -> Math.scalb(s, exponent))
                .toArray();
    }
}
