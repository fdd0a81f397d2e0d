package io.nadir.kernel;

import io.nadir.Nadir;
import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.certify.Certificate;
import io.nadir.matrix.DenseMatrix;
import io.nadir.model.Evidence;
import io.nadir.solver.Solution;
import io.nadir.solver.SolverOptions;

import java.util.Arrays;
import java.util.Random;

/**
 * The body of a JVM of its own whose linear algebra is a BLAS of the system. Prints what it uses
 * and what it computed, one line each.
 */
final class NativeProcess {

    private NativeProcess() {}

    public static void main(String[] args) {
        System.out.println(LinearAlgebra.get().reason());
        System.out.println("product " + product());
        System.out.println("triangle " + triangle());
        System.out.println("proved " + proved());
    }

    /** Whether a large product was the library's, is right, and does not depend on threads. */
    private static boolean product() {
        Panel a = random(1100, 600);
        Panel b = random(600, 600);
        Panel own = PanelProducts.ofKernels().multiply(a, b);
        boolean right = true;
        double[] first = {};
        for (int threads = 1; threads <= 2; threads++) {
            try (Workers workers = new Workers(threads, null)) {
                Panel c = Panel.zeros(1100, 600);
                Panel d = Panel.zeros(600, 1100);
                right &= LargeProducts.add(a, false, b, c, workers);
                right &= LargeProducts.add(b, true, Panels.transposed(a), d, workers);
                right &= distance(c, own) < 1e-10;
                right &=
                        distance(
                                        PanelProducts.ofKernels()
                                                .transposeMultiply(b, Panels.transposed(a)),
                                        d)
                                < 1e-10;
                right &= threads == 1 || Arrays.equals(c.data(), first);
                first = c.data();
            }
        }
        Panel small = Panel.zeros(60, 60);
        return right && !LargeProducts.add(small, false, small, Panel.zeros(60, 60), null);
    }

    /** Whether QR of a large panel that is too ill-conditioned for Cholesky QR is right. */
    private static boolean triangle() {
        Panel a = random(2700, 220);
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 1; j < a.columns(); j++) {
                a.set(i, j, a.get(i, 0) + 1e-7 * a.get(i, j));
            }
        }
        PanelProducts products = PanelProducts.ofKernels();
        Panel q = Panels.copy(a);
        Panel r = ThinQr.factor(q, products);
        Panel gram = products.transposeMultiply(q, q);
        for (int i = 0; i < gram.rows(); i++) {
            gram.set(i, i, gram.get(i, i) - 1);
        }
        return distance(products.multiply(q, r), a) < 1e-10
                && distance(gram, Panel.zeros(gram.rows(), gram.columns())) < 1e-13;
    }

    /** The verdict on a small problem, and how far its minimum is from that of the formula. */
    private static String proved() {
        double[] diagonal = new double[36];
        for (int i = 0; i < 6; i++) {
            diagonal[7 * i] = i + 1;
        }
        Solution solution =
                Nadir.solve(
                        Problem.lowRank(DenseMatrix.copyOf(6, 6, diagonal), 3),
                        SolverOptions.defaults().withEvidence(Evidence.PROVED));
        Certificate certificate = solution.certificate();
        // Singular values above λ = 3 shrink by it, and cost 3·(σ − 3) + 9/2; those below, σ²/2.
        double minimum = 4.5 + 2 + 0.5 + 3 * (1 + 2 + 3) + 3 * 4.5;
        return certificate.verdict()
                + " "
                + certificate.polar().evidence()
                + " "
                + (Math.abs(solution.objective() - minimum) < 1e-6);
    }

    private static Panel random(int rows, int columns) {
        Random random = new Random(31L * rows + columns);
        Panel panel = Panel.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                panel.set(i, j, random.nextGaussian());
            }
        }
        return panel;
    }

    private static double distance(Panel a, Panel b) {
        double largest = 0;
        for (int i = 0; i < a.rows(); i++) {
            for (int j = 0; j < a.columns(); j++) {
                largest = Math.max(largest, Math.abs(a.get(i, j) - b.get(i, j)));
            }
        }
        return largest;
    }
}
