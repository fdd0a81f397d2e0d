package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.DenseKernels;
import io.nadir.kernel.Kernels;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle.Proof;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Bounds of the polar for every regularizer, from its gauges alone: below by alternating
 * maximization, above by σ_max(Z)/(c₁c₂). Z is never formed; each round of the maximization takes
 * two passes over the data.
 */
public final class AlternatingOracle extends GaugeOracle {
    /** Starts of the maximization: some products with Z cost no more than reading the data. */
    private static final int STARTS = 16;

    private static final DenseKernels KERNELS = Kernels.get();

    private final RandomGenerator random;
    private int passes;

    /** Evaluates a point: one pass over the data. */
    public AlternatingOracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(~seed);
    }

    @Override
    List<SingularCandidate> search() {
        return ascent().run(gaussian(STARTS), map()::checkCancelled);
    }

    @Override
    List<SingularCandidate> searchMore(int starts) {
        return ascent().run(gaussian(starts), FEW_ROUNDS, map()::checkCancelled);
    }

    private AlternatingAscent ascent() {
        return new AlternatingAscent(new Residual(), gauge(0), gauge(1));
    }

    private Panel gaussian(int starts) {
        Panel v = Panel.zeros(map().columns(), starts);
        AlternatingAscent.fillGaussian(v, 0, random);
        return v;
    }

    @Override
    double upper(double lower, double wanted, double delta) {
        return spectralUpper(wanted, delta);
    }

    @Override
    public String noProof() {
        return "the regularizer is "
                + theta().name()
                + ", proofs for matrices are for two Euclidean norms and, up to "
                + DenseResidual.LARGEST
                + " elements, for sums of Euclidean and 1-norms";
    }

    @Override
    public Proof prove(double target) {
        throw new UnsupportedOperationException(theta().name());
    }

    @Override
    public boolean mayStayOpen() {
        return true;
    }

    @Override
    public int passes() {
        return super.passes() + passes;
    }

    /** Z = −∇ℓ/λ by passes over the data. */
    private final class Residual implements AlternatingAscent.Operator {
        @Override
        public Panel multiply(Panel v) {
            Panel image = Panel.zeros(map().rows(), v.columns());
            return pass(v, Panel.zeros(map().rows(), 0), image, Panel.zeros(v.rows(), 0), image);
        }

        @Override
        public Panel transposeMultiply(Panel u) {
            Panel image = Panel.zeros(map().columns(), u.columns());
            Panel none = Panel.zeros(map().columns(), 0);
            return pass(none, u, Panel.zeros(u.rows(), 0), image, image);
        }

        private Panel pass(Panel v, Panel u, Panel gv, Panel gu, Panel image) {
            map().residual(w(), v, u, gv, gu);
            passes++;
            KERNELS.scale(-1 / lambda(), image.data(), 0, image.data().length);
            return image;
        }
    }
}
