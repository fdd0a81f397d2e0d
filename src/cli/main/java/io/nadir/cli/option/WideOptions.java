package io.nadir.cli.option;

import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Inputs;
import io.nadir.landscape.WideActivation;
import io.nadir.landscape.WideConstraint;
import io.nadir.landscape.WideLoss;
import io.nadir.landscape.WideProblem;
import io.nadir.landscape.WideWidths;
import io.nadir.loss.Loss;
import io.nadir.matrix.DenseMatrix;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.util.Collections;
import java.util.List;

/** Samples, and networks for them. */
@Section.In(Section.MODEL)
public final class WideOptions {
    @Option(
            names = "--widths",
            paramLabel = "P",
            split = ",",
            description =
                    "Widths of the hidden layers, beginning after the inputs (default: the least"
                            + " that the theory allows, 2m(n+1)^(l-k+1) in layer k of l for m"
                            + " outputs and n samples).")
    private @Nullable List<Integer> widths;

    @Option(
            names = "--activation",
            paramLabel = "F",
            split = ",",
            converter = ActivationName.class,
            description =
                    "One for all hidden layers or one for each: relu; leaky:C, of slope C below"
                            + " 0; power:K for x^K; power:K:C for C x^K; sigmoid (default: relu).")
    private List<WideActivation> activations = List.of(WideActivation.relu());

    @Option(
            names = "--loss",
            paramLabel = "LOSS",
            converter = WideLossName.class,
            description =
                    "squared, absolute, logistic, hinge, huber:D or squared-hinge (default:"
                            + " squared).")
    private WideLoss loss = WideLoss.squared();

    @Option(
            names = "--constraint",
            paramLabel = "A,B,Q",
            converter = ConstraintName.class,
            description =
                    "Allow only networks in which no row of Theta_1, Theta_2, ... has an l1 norm"
                            + " above 1/A, and no row of Theta_0 an lQ norm above 1/B. Q may be"
                            + " infinity, and A or B may be 0 for no limit (default: no"
                            + " constraint).")
    private WideConstraint constraint = WideConstraint.NONE;

    @Option(names = "--bias", description = "Give each sample one more input, which is 1.")
    private boolean bias;

    @Mixin private final SampleFiles files = new SampleFiles();

    private Inputs understood = Inputs.none();

    /** How the samples were understood. */
    public Inputs inputs() {
        return understood;
    }

    /** Reads the samples. */
    public WideProblem problem(Terminal terminal) throws IOException, RefusedException {
        SampleFiles.Samples read = files.read(terminal);
        understood = read.inputs();
        DenseMatrix x = read.x();
        return RefusedException.unless(() ->
                new WideProblem(
                        bias ? withOnes(x) : x, read.y(), activationOfEach(), loss, constraint));
    }

    /** Widths of the hidden layers. */
    public List<Integer> widths(WideProblem problem) {
        return widths == null
                ? WideWidths.smallest(problem.outputs(), problem.samples(), problem.depth())
                : widths;
    }

    private List<WideActivation> activationOfEach() {
        int depth = widths == null ? activations.size() : widths.size();
        if (activations.size() == 1) {
            return Collections.nCopies(depth, activations.get(0));
        }
        if (activations.size() != depth) {
            throw new IllegalArgumentException(
                    "number of --activation = %s, allowed are 1 and the number of --widths = %s"
                            .formatted(activations.size(), depth));
        }
        return activations;
    }

    private static DenseMatrix withOnes(DenseMatrix x) {
        int columns = Math.addExact(x.columns(), 1);
        double[] values = new double[Math.multiplyExact(x.rows(), columns)];
        for (int i = 0; i < x.rows(); i++) {
            for (int j = 0; j < columns; j++) {
                values[i * columns + j] = j < x.columns() ? x.get(i, j) : 1;
            }
        }
        return DenseMatrix.wrap(x.rows(), columns, values);
    }

    /** An activation by its name. */
    static final class ActivationName implements ITypeConverter<WideActivation> {
        @Override
        public WideActivation convert(String value) {
            String[] parts = value.split(":", -1);
            try {
                return switch (parts[0] + "/" + parts.length) {
                    case "relu/1" -> WideActivation.relu();
                    case "sigmoid/1" -> WideActivation.sigmoid();
                    case "leaky/2" -> WideActivation.leakyRelu(Double.parseDouble(parts[1]));
                    case "power/2" -> WideActivation.power(1, Integer.parseInt(parts[1]));
                    case "power/3" ->
                            WideActivation.power(
                                    Double.parseDouble(parts[2]), Integer.parseInt(parts[1]));
                    default -> throw new IllegalArgumentException(value);
                };
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'"
                                + value
                                + "', allowed are relu, leaky:C with C from 0 to 1, power:K and"
                                + " power:K:C with a whole K >= 1 and C > 0, sigmoid");
            }
        }
    }

    /** A loss by its name. */
    static final class WideLossName implements ITypeConverter<WideLoss> {
        @Override
        public WideLoss convert(String value) {
            return switch (value) {
                case "absolute" -> WideLoss.absolute();
                case "hinge" -> WideLoss.hinge();
                default -> smooth(value);
            };
        }

        private static WideLoss smooth(String value) {
            try {
                LossChoice choice = new LossName().convert(value);
                if (choice.weighs()) {
                    throw new IllegalArgumentException("weights are for matrices");
                }
                return WideLoss.of(Loss.ofEntries(choice.ofOutputs().apply(2)));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(
                        "'" + value + "', allowed are losses of single outputs");
            } catch (TypeConversionException e) {
                throw new TypeConversionException(e.getMessage() + ", absolute, hinge");
            }
        }
    }

    /** A constraint by its numbers. */
    static final class ConstraintName implements ITypeConverter<WideConstraint> {
        @Override
        public WideConstraint convert(String value) {
            String[] parts = value.split(",", -1);
            try {
                if (parts.length == 3) {
                    String q = parts[2].equals("infinity") ? "Infinity" : parts[2];
                    return new WideConstraint(
                            Double.parseDouble(parts[0]),
                            Double.parseDouble(parts[1]),
                            Double.parseDouble(q));
                }
            } catch (IllegalArgumentException e) {
                throw refusal(value, e.getMessage());
            }
            throw refusal(value, "three numbers are needed");
        }

        private static TypeConversionException refusal(String value, @Nullable String reason) {
            return new TypeConversionException(
                    "'" + value + "', allowed are A,B,Q with A, B >= 0 and Q >= 1/64: " + reason);
        }
    }
}
