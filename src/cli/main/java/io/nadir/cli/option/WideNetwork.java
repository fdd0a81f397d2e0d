package io.nadir.cli.option;

import io.nadir.io.MatrixReader;
import io.nadir.landscape.WideParameters;
import io.nadir.landscape.WideProblem;
import io.nadir.landscape.WideTraining;
import io.nadir.matrix.DenseMatrix;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where a network comes from. */
public sealed interface WideNetwork {
    /** As the user named it. */
    String name();

    /**
     * Reads what is to be read.
     *
     * @return what makes the network, which may take long
     */
    Supplier<WideParameters> read(WideProblem problem, List<Integer> widths)
            throws IOException, RefusedException;

    /** Name of the file of Θ^j. */
    static String file(int j) {
        return "Theta" + j + ".npy";
    }

    /** Random weights, and steps of gradient descent from there. */
    record Seeded(String name, long seed, int steps) implements WideNetwork {
        @Override
        public Supplier<WideParameters> read(WideProblem problem, List<Integer> widths) {
            return () ->
                    WideTraining.descend(
                            problem, WideTraining.random(problem, widths, seed), steps);
        }
    }

    /** Matrices of a directory. */
    record Stored(Path directory) implements WideNetwork {
        @Override
        public String name() {
            return directory.toString();
        }

        @Override
        public Supplier<WideParameters> read(WideProblem problem, List<Integer> widths)
                throws IOException, RefusedException {
            List<DenseMatrix> layers = new ArrayList<>();
            for (int j = 0; j <= problem.depth(); j++) {
                Path layer = directory.resolve(file(j));
                layers.add(CompleteData.ofWeights(() -> MatrixReader.read(layer)));
            }
            return () -> WideParameters.of(layers);
        }
    }

    /** Reads the option's value. */
    final class Converter implements ITypeConverter<WideNetwork> {
        private static final String RANDOM = "random:";
        private static final String TRAINED = "trained:";
        private static final int STEPS = 1000;

        @Override
        public WideNetwork convert(String value) {
            try {
                if (value.startsWith(RANDOM)) {
                    long seed = Long.parseLong(value.substring(RANDOM.length()));
                    return new Seeded(value, seed, 0);
                }
                if (value.startsWith(TRAINED)) {
                    String[] parts = value.substring(TRAINED.length()).split(":", 2);
                    int steps = parts.length == 1 ? STEPS : Integer.parseInt(parts[1]);
                    return new Seeded(value, Long.parseLong(parts[0]), steps);
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "'"
                                + value
                                + "', allowed are a directory, random:SEED, trained:SEED and"
                                + " trained:SEED:STEPS with whole numbers");
            }
            return new Stored(Path.of(value));
        }
    }
}
