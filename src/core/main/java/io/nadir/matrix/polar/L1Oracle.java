package io.nadir.matrix.polar;

import io.nadir.array.Panel;
import io.nadir.kernel.Rounding;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;
import io.nadir.model.Gauge;
import io.nadir.model.Objective;
import io.nadir.model.PolarOracle.Proof;
import io.nadir.model.PolarOracle.Witnesses;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The polar if one gauge is b·‖·‖₁. Its unit ball is the convex hull of ±e_j/b, so the polar is the
 * largest dual gauge, under the other gauge, of a column or row of Z, divided by b. For two such
 * norms that is max |Z_ij|, with a Euclidean norm the largest row or column norm (projective tensor
 * norms). Exact; costs one pass, m·n flops and 8·m·n bytes.
 */
public final class L1Oracle extends GaugeOracle {
    /** Polars of R below this are not told from it: squares underflow. */
    private static final double SMALLEST_LEVEL = 0x1p-480;

    /** Block whose gauge has the axes for extreme points. */
    private final int axis;

    private final boolean bothSigns;
    private final DenseResidual residual;
    private final double unit;

    /** Polar of each line of Z, its sign, and the largest. */
    private final double[] values;

    private final double[] signs;
    private int best;

    /** Evaluates a point: two passes over the data. */
    public L1Oracle(Objective<MatrixMap> objective, Factors w, long seed) {
        super(objective, w, seed);
        this.axis = axis(objective.map(), objective.regularizer());
        this.bothSigns = !form(gauge(axis)).nonNegative();
        this.unit = 1 / gauge(axis).lowerConstant();
        this.residual = new DenseResidual(objective, w);
        int lines = objective.map().dimensions().get(axis);
        this.values = new double[lines];
        this.signs = new double[lines];
    }

    /** Whether a gauge is a multiple of the 1-norm, and Z small enough to be formed. */
    public static boolean applies(MatrixMap map, Regularizer theta) {
        boolean hasAxes = isAxis(theta.gauge(0)) || isAxis(theta.gauge(1));
        return hasAxes && DenseResidual.fits(map);
    }

    @Override
    List<SingularCandidate> search() {
        double[] line = new double[lineLength()];
        for (int index = 0; index < values.length; index++) {
            if (index % 256 == 0) {
                map().checkCancelled();
            }
            signs[index] = 1;
            values[index] = dual(index, 1, line);
            if (bothSigns && !isAbsolute(other())) {
                double opposite = dual(index, -1, line);
                signs[index] = opposite > values[index] ? -1 : 1;
                values[index] = Math.max(opposite, values[index]);
            }
            best = values[index] > values[best] ? index : best;
        }
        return List.of(pair(best, line));
    }

    @Override
    double upper(double lower, double wanted, double delta) {
        double error = Rounding.gamma(lineLength() + 8.0) * lower + formingError();
        return Rounding.up(lower + error);
    }

    /** As good as any: the bounds differ by rounding only. */
    @Override
    double refutedUpper() {
        return upper(values[best], 1, 1);
    }

    /** All lines above 1: they are orthogonal. */
    @Override
    public Witnesses witnesses(double tolerance, double negligible, double share) {
        int[] chosen =
                IntStream.range(0, values.length)
                        .filter(index -> values[index] > 1)
                        .boxed()
                        .sorted((i, j) -> Double.compare(values[j], values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[] polar = new double[chosen.length];
        Panel[] blocks = new Panel[2];
        blocks[axis] = Panel.zeros(values.length, chosen.length);
        double[] line = new double[lineLength()];
        blocks[1 - axis] = Panel.zeros(line.length, chosen.length);
        double spread = 0;
        for (int j = 0; j < chosen.length; j++) {
            polar[j] = values[chosen[j]];
            dual(chosen[j], signs[chosen[j]], line);
            blocks[axis].set(chosen[j], j, signs[chosen[j]] * unit);
            double square = 0;
            for (int i = 0; i < line.length; i++) {
                blocks[1 - axis].set(i, j, line[i]);
                square += line[i] * line[i];
            }
            spread = Math.max(spread, square * unit * unit);
        }
        return new Witnesses(List.of(blocks), polar, spread > 0 ? (1 + 1e-9) * spread : 1);
    }

    @Override
    public @Nullable String noProof() {
        if (other().blockPenalty() != null) {
            return ProvedGap.obstacle(map().loss());
        }
        return "the gauge is " + other().name() + ", proofs are for sums of Euclidean and 1-norms";
    }

    @Override
    public Proof prove(double target) {
        ProvedGap proved = residual.proved(point());
        double polar = provedPolar(form(other()));
        double error = Rounding.up(proved.formingError() / constant());
        double upper = Rounding.up((polar + error) / lambda());
        return new Proof(upper, proved.objective(), proved.gapAt(polar), 0);
    }

    /** Ω°(R) from above: the least level tried that no line exceeds. */
    private double provedPolar(BlockPenalty norm) {
        DualNormBall ball = new DualNormBall(norm);
        double found = values.length == 0 ? 0 : values[best] * lambda() / unit;
        double level = found + SMALLEST_LEVEL;
        for (double slack = 8 * Rounding.gamma(lineLength() + 8.0); !allIn(ball, level); ) {
            map().checkCancelled();
            level = (found + SMALLEST_LEVEL) * (1 + slack);
            slack *= 8;
        }
        return Rounding.up(level * Rounding.up(unit));
    }

    private boolean allIn(DualNormBall ball, double level) {
        double[] line = new double[lineLength()];
        boolean signed = form(other()).nonNegative();
        for (int index = 0; index < values.length; index++) {
            for (int sign = 1; sign >= (signed && bothSigns ? -1 : 1); sign -= 2) {
                load(index, sign, line);
                if (signed) {
                    for (int i = 0; i < line.length; i++) {
                        line[i] = Math.max(0, line[i]);
                    }
                }
                if (!ball.contains(line, level)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public boolean mayStayOpen() {
        return false;
    }

    /** The dual gauge of a line of ±Z over b; the line becomes its maximizer. */
    private double dual(int index, double sign, double[] line) {
        load(index, sign, line);
        return other().polarize(line, 0, 1, line.length) * unit / lambda();
    }

    private void load(int index, double sign, double[] line) {
        Panel r = residual.entries();
        int stride = axis == 0 ? 1 : r.columns();
        int at = axis == 0 ? index * r.columns() : index;
        for (int i = 0; i < line.length; i++, at += stride) {
            line[i] = sign * r.data()[at];
        }
    }

    private SingularCandidate pair(int index, double[] line) {
        dual(index, signs[index], line);
        double[] unitVector = new double[values.length];
        unitVector[index] = signs[index] * unit;
        return axis == 0
                ? new SingularCandidate(unitVector, line.clone(), values[index])
                : new SingularCandidate(line.clone(), unitVector, values[index]);
    }

    /** Elements of a line. */
    private int lineLength() {
        return map().dimensions().get(1 - axis);
    }

    private Gauge other() {
        return gauge(1 - axis);
    }

    /** The axis with fewer lines, if both are: fewer columns then suffice for an optimum. */
    private static int axis(MatrixMap map, Regularizer theta) {
        if (isAxis(theta.gauge(0)) && isAxis(theta.gauge(1))) {
            return map.rows() <= map.columns() ? 0 : 1;
        }
        return isAxis(theta.gauge(0)) ? 0 : 1;
    }

    private static boolean isAxis(Gauge gauge) {
        BlockPenalty form = gauge.blockPenalty();
        return form != null && form.euclidean() == 0;
    }

    /** Whether the gauge is known to be the same for z and −z. */
    private static boolean isAbsolute(Gauge gauge) {
        BlockPenalty form = gauge.blockPenalty();
        return form != null && !form.nonNegative();
    }

    private static BlockPenalty form(Gauge gauge) {
        return Objects.requireNonNull(gauge.blockPenalty());
    }
}
