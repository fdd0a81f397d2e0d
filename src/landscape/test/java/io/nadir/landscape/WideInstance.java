package io.nadir.landscape;

import io.nadir.matrix.DenseMatrix;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** A problem and two networks, from a seed. */
record WideInstance(String name, WideProblem problem, WideParameters from, WideParameters to) {
    private static final List<WideConstraint> CONSTRAINTS =
            List.of(
                    WideConstraint.NONE,
                    new WideConstraint(0.5, 0.25, 1),
                    new WideConstraint(1, 1, 0.5),
                    new WideConstraint(0, 2, 2),
                    new WideConstraint(0.3, 1, Double.POSITIVE_INFINITY));

    /** Shapes, losses, activations and constraints in turn; the widths are the least that pass. */
    static WideInstance of(int seed, int depth) {
        Random random = new Random(1000L * depth + seed);
        int outputs = 1 + random.nextInt(depth == 1 ? 3 : 2);
        int samples = 1 + random.nextInt(depth == 1 ? 8 : 3);
        int inputs = 1 + random.nextInt(4);
        WideLoss loss = losses().get(seed % 4);
        DenseMatrix x = gaussian(random, samples, inputs);
        DenseMatrix y =
                seed % 4 < 2 ? gaussian(random, samples, outputs) : signs(random, samples, outputs);
        List<WideActivation> activations = new ArrayList<>();
        for (int k = 0; k < depth; k++) {
            activations.add(activations().get((seed / 4 + 3 * k) % 6));
        }
        WideConstraint constraint = CONSTRAINTS.get(seed / 3 % 5);
        WideProblem problem = new WideProblem(x, y, activations, loss, constraint);
        List<Integer> widths = WideWidths.smallest(outputs, samples, depth);
        WideParameters from = WideTraining.random(problem, widths, seed);
        WideParameters other = WideTraining.random(problem, widths, -1 - seed);
        WideParameters to = tame(WideTraining.descend(problem, other, 20), other);
        String name =
                String.format(
                        "%d: n=%d d=%d m=%d %s %s %s",
                        seed,
                        samples,
                        inputs,
                        outputs,
                        loss.name(),
                        names(activations),
                        constraint);
        return new WideInstance(name, problem, from, to);
    }

    /**
     * Descent may run off to weights at which the sine and the cube of a rounded number are noise.
     */
    private static WideParameters tame(WideParameters trained, WideParameters start) {
        for (int j = 0; j <= trained.depth(); j++) {
            if (trained.norm(j) > 100) {
                return start;
            }
        }
        return trained;
    }

    static List<WideLoss> losses() {
        return List.of(
                WideLoss.squared(), WideLoss.absolute(), WideLoss.logistic(), WideLoss.hinge());
    }

    static List<WideActivation> activations() {
        return List.of(
                WideActivation.relu(),
                WideActivation.leakyRelu(0.1),
                WideActivation.power(1, 2),
                WideActivation.power(0.5, 3),
                WideActivation.sigmoid(),
                new Sine());
    }

    /** One of the user's own. */
    record Sine() implements WideActivation {
        @Override
        public String name() {
            return "sine";
        }

        @Override
        public double value(double x) {
            return Math.sin(x);
        }

        @Override
        public double slope(double x) {
            return Math.cos(x);
        }

        @Override
        public double lipschitz(double radius) {
            return 1;
        }
    }

    static DenseMatrix gaussian(Random random, int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        return DenseMatrix.wrap(rows, columns, values);
    }

    static DenseMatrix signs(Random random, int rows, int columns) {
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextBoolean() ? 1 : -1;
        }
        return DenseMatrix.wrap(rows, columns, values);
    }

    /** The network with the units of each hidden layer in another order: the same function. */
    static WideParameters permuted(WideParameters theta, Random random) {
        int depth = theta.depth();
        List<List<Integer>> orders = new ArrayList<>();
        for (int k = 0; k <= depth + 1; k++) {
            List<Integer> order = new ArrayList<>();
            for (int i = 0; i < theta.width(k); i++) {
                order.add(i);
            }
            if (k > 0 && k <= depth) {
                Collections.shuffle(order, random);
            }
            orders.add(order);
        }
        List<DenseMatrix> layers = new ArrayList<>();
        for (int j = 0; j <= depth; j++) {
            int columns = theta.width(j);
            double[] layer = new double[theta.data(j).length];
            for (int i = 0; i < layer.length; i++) {
                int row = orders.get(j + 1).get(i / columns);
                layer[i] = theta.data(j)[row * columns + orders.get(j).get(i % columns)];
            }
            layers.add(DenseMatrix.wrap(theta.width(j + 1), columns, layer));
        }
        return WideParameters.of(layers);
    }

    private static String names(List<WideActivation> activations) {
        return String.join(",", activations.stream().map(WideActivation::name).toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
