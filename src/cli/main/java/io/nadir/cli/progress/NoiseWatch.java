package io.nadir.cli.progress;

import io.nadir.Problem;
import io.nadir.certify.Certificate;
import io.nadir.model.BlockPenalty;
import io.nadir.model.ModelData.Noise;
import io.nadir.model.Regularizer;
import io.nadir.solver.SolveListener;

import java.util.function.Consumer;

/**
 * Warns, as soon as a solve has many columns, if λ is below the noise in the data: each singular
 * value of the noise above λ then becomes a column.
 *
 * <p>The noise is estimated once a solve has several columns, because that takes a singular value
 * decomposition, or a pass over counts, whose variance is their mean. Where no estimator is known,
 * as for missing entries or other losses, there is a warning at many columns.
 */
public final class NoiseWatch implements SolveListener {
    private static final String MATRIX = "matrix";

    /** Columns from which the noise is looked at. */
    static final int SEVERAL = 12;

    /** Columns from which λ is suspected where the noise is not known. */
    static final int MANY = 60;

    /**
     * Nonnegative u and v of norm 1 pick less from noise: by Chevet's inequality the mean of their
     * largest uᵀNv is at most that of ‖g₊‖ + ‖h₊‖ for Gaussian g and h, which is nearly (√m +
     * √n)/√2.
     */
    private static final double NONNEGATIVE = Math.sqrt(0.5);

    private final Problem problem;
    private final long seed;
    private final Consumer<String> warnings;
    private boolean looked;
    private boolean told;

    /**
     * Watches a solve.
     *
     * @param seed of the estimate
     * @param warnings receives at most one text
     */
    public NoiseWatch(Problem problem, long seed, Consumer<String> warnings) {
        this.problem = problem;
        this.seed = seed;
        this.warnings = warnings;
    }

    @Override
    public boolean onIteration(Progress progress) {
        return true;
    }

    @Override
    public boolean onCertificate(Certificate certificate, Progress progress) {
        return true;
    }

    @Override
    public boolean onPolarBound(double upper, double sufficient, Progress progress) {
        return true;
    }

    @Override
    public boolean onAppend(int columns, Progress progress) {
        if (told || share() == 0 || progress.rank() < SEVERAL) {
            return true;
        }
        if (!looked) {
            looked = true;
            Noise noise = problem.y().noise(problem.loss(), seed);
            told = noise != null;
            if (noise != null && problem.lambda() < share() * noise.lambda()) {
                warnings.accept(belowNoise(noise));
            }
        }
        if (!told && progress.rank() >= MANY) {
            told = true;
            warnings.accept(
                    String.format(
                            "%d columns so far: lambda = %s may be below the noise in the data, so"
                                    + " that columns fit nothing else; --lambda auto chooses"
                                    + " lambda by entries held out",
                            progress.rank(), problem.lambda()));
        }
        return true;
    }

    private String belowNoise(Noise noise) {
        boolean squares = problem.loss().isQuadratic();
        String what =
                squares
                        ? String.format("%.3g an entry,", noise.deviation())
                        : String.format(
                                "%.3g times the mean of an entry, as that of counts is,",
                                noise.deviation());
        double least = share() * noise.lambda();
        String remedy =
                squares
                        ? String.format("--lambda auto takes %.3g", noise.lambda())
                        : String.format("--lambda %.3g leaves that out", least);
        return String.format(
                "lambda = %s is below the noise in the data: its standard deviation is about %s"
                        + " which alone gives columns up to lambda = %.3g; many columns of the"
                        + " result will fit noise. %s, and --rank R takes no more than R columns",
                problem.lambda(), what, least, remedy);
    }

    /** The polar of noise as a share of its largest singular value; 0 if that is unknown. */
    private double share() {
        Regularizer theta = problem.regularizer();
        if (!problem.y().kind().equals(MATRIX) || !theta.hasGauges()) {
            return 0;
        }
        if (theta.isNuclear()) {
            return 1;
        }
        return isNonNegative(theta, 0) && isNonNegative(theta, 1) ? NONNEGATIVE : 0;
    }

    private static boolean isNonNegative(Regularizer theta, int k) {
        BlockPenalty form = theta.gauge(k).blockPenalty();
        return form != null && form.nonNegative() && form.euclidean() == 1 && form.one() == 0;
    }
}
