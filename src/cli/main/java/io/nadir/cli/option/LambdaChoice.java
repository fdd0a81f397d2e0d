package io.nadir.cli.option;

import io.nadir.Nadir;
import io.nadir.PathListener;
import io.nadir.PathOptions;
import io.nadir.PathPoint;
import io.nadir.Problem;
import io.nadir.cli.report.Baselines;
import io.nadir.cli.report.HeldOutError;
import io.nadir.cli.report.LambdaOrigin;
import io.nadir.model.ModelData;
import io.nadir.model.ModelData.Noise;
import io.nadir.solver.SolverOptions;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.util.ArrayList;
import java.util.List;

/** How λ is chosen: the user gives it, or a share of λ_max, or leaves it to the data. */
public sealed interface LambdaChoice {
    /**
     * Chooses λ.
     *
     * @param any the problem with any λ
     * @param options the options of the solve that follows
     * @param listener is told of the solves that the choice takes
     * @throws IllegalArgumentException if these data do not tell λ
     */
    Chosen choose(Problem any, SolverOptions options, PathListener listener);

    /**
     * A choice that was made.
     *
     * @param problem with the λ chosen
     * @param origin where it comes from
     * @param advice where a better λ or a better model may be, in words
     */
    record Chosen(Problem problem, LambdaOrigin origin, List<String> advice) {
        Chosen(Problem problem, LambdaOrigin origin) {
            this(problem, origin, List.of());
        }
    }

    /** A number that the user gave. */
    record Given(double lambda) implements LambdaChoice {
        @Override
        public Chosen choose(Problem any, SolverOptions options, PathListener listener) {
            return new Chosen(any.withLambda(lambda), LambdaOrigin.GIVEN);
        }
    }

    /**
     * A share of λ_max, the least λ whose solution is zero.
     *
     * @param share the share
     * @param text as the user wrote it
     */
    record Share(double share, String text) implements LambdaChoice {
        @Override
        public Chosen choose(Problem any, SolverOptions options, PathListener listener) {
            double max = Nadir.lambdaMax(any, options);
            if (max == 0) {
                throw new IllegalArgumentException(
                        "--lambda = "
                                + text
                                + ": 0 is the solution of this problem for every lambda, so that"
                                + " there is no share of the largest; allowed are numbers");
            }
            return new Chosen(any.withLambda(share * max), LambdaOrigin.shareOfMax(text));
        }
    }

    /** By the noise in the data if it can be estimated, otherwise by entries that are held out. */
    record Auto() implements LambdaChoice {
        private static final double RATIO = 0.75;
        private static final int COUNT = 24;
        private static final double HELD_OUT = 0.1;
        private static final int PATIENCE = 2;

        @Override
        public Chosen choose(Problem any, SolverOptions options, PathListener listener) {
            boolean squared = any.loss().isQuadratic();
            Noise noise = squared ? any.y().noise(options.seed()) : null;
            return noise == null ? byHeldOut(any, options, listener) : byNoise(any, noise);
        }

        private static Chosen byNoise(Problem any, Noise noise) {
            if (noise.deviation() == 0) {
                throw new IllegalArgumentException(
                        "--lambda = auto: half of the singular values are 0 up to rounding, so the"
                                + " data have no noise to choose lambda by; allowed are numbers and"
                                + " shares such as 0.01*max");
            }
            return new Chosen(any.withLambda(noise.lambda()), LambdaOrigin.ofNoise(noise));
        }

        private static Chosen byHeldOut(Problem any, SolverOptions options, PathListener listener) {
            List<? extends ModelData> parts = split(any.y(), options.seed());
            PathOptions path =
                    PathOptions.geometric(RATIO, COUNT)
                            .withHeldOut(parts.get(1))
                            .withPatience(PATIENCE)
                            .withTimeLimit(options.timeLimit())
                            .withListener(listener);
            Problem training =
                    new Problem(parts.get(0), any.loss(), any.regularizer(), any.lambda());
            List<PathPoint> points = Nadir.solvePath(training, path, options);
            int best = PathPoint.best(points);
            if (best < 0) {
                throw new IllegalArgumentException(
                        "--lambda = auto: no lambda could be scored, because 0 is the solution of"
                                + " this problem for every lambda or the time limit has passed;"
                                + " allowed are numbers");
            }
            HeldOutError error = HeldOutError.of(training);
            List<PathPoint.Baseline> baselines = Baselines.find(training, path, options);
            List<String> advice = new ArrayList<>();
            if (best == points.size() - 1) {
                advice.add(edge(points));
            }
            String simpler = Baselines.advice(points, baselines, error, any);
            if (simpler != null) {
                advice.add(simpler);
            }
            return new Chosen(
                    any.withLambda(points.get(best).lambda()),
                    LambdaOrigin.ofHeldOut(points.size(), points.get(best), error, baselines),
                    advice);
        }

        private static String edge(List<PathPoint> points) {
            return String.format(
                    "--lambda auto has chosen the smallest of its %d values, %.6g, and a smaller"
                        + " one may predict better: nadir path INPUT --hold-out %s --count %d goes"
                        + " on, with the same options",
                    points.size(), points.getLast().lambda(), HELD_OUT, 2 * COUNT);
        }

        private static List<? extends ModelData> split(ModelData y, long seed) {
            try {
                return y.split(HELD_OUT, seed);
            } catch (UnsupportedOperationException e) {
                throw new IllegalArgumentException(
                        "--lambda = auto, allowed for matrices, whose noise can be estimated or"
                                + " whose entries can be held out; for other data, give a number or"
                                + " a share such as 0.1*max",
                        e);
            }
        }
    }

    /** Reads a choice. */
    final class Converter implements ITypeConverter<LambdaChoice> {
        private static final String OF_MAX = "*max";

        @Override
        public LambdaChoice convert(String text) {
            if (text.equalsIgnoreCase("auto")) {
                return new Auto();
            }
            if (!text.endsWith(OF_MAX)) {
                return new Given(number(text, text));
            }
            double share = number(text.substring(0, text.length() - OF_MAX.length()), text);
            if (!(share > 0 && share < Double.POSITIVE_INFINITY)) {
                throw refusal(text);
            }
            return new Share(share, text);
        }

        private static double number(String digits, String text) {
            try {
                return Double.parseDouble(digits);
            } catch (NumberFormatException e) {
                throw refusal(text);
            }
        }

        private static TypeConversionException refusal(String text) {
            return new TypeConversionException(
                    "'"
                            + text
                            + "' is not a number, a positive share of the largest lambda such as"
                            + " 0.1*max, or auto");
        }
    }
}
