package io.nadir.jmh.report;

import io.nadir.jmh.CompletionBenchmark;
import io.nadir.jmh.DeepBenchmark;
import io.nadir.jmh.MachinePeakBenchmark;
import io.nadir.jmh.Shape;
import io.nadir.jmh.TensorBenchmark;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/**
 * What one call of a benchmark has to do, whatever an implementation does: operations as counted on
 * paper, and the data read once.
 *
 * @param flops floating-point operations
 * @param bytes bytes of the data Y
 */
record Cost(double flops, double bytes) {
    /**
     * The model of a benchmark, with m×n from {@code shape}; null if it has none.
     *
     * @param benchmark class and method
     * @param parameters by name
     */
    static @Nullable Cost of(String benchmark, Map<String, String> parameters) {
        if ("gather".equals(parameters.get("implementation"))) {
            return null; // It computes nothing.
        }
        return switch (benchmark) {
            case "MachinePeakBenchmark.fma" -> new Cost(MachinePeakBenchmark.FLOPS, 0);
            case "MachinePeakBenchmark.read" -> new Cost(0, MachinePeakBenchmark.BYTES);
            case "GradientBenchmark.residualGradient", "PassBenchmark.evaluate" ->
                    perElement(parameters, 6 * r(parameters));
            case "GradientBenchmark.gramGradient" -> gram(parameters, r(parameters));
            case "PolarBenchmark.powerStep" -> perElement(parameters, 2 * r(parameters) + 4);
            case "PolarBenchmark.gramMultiply", "PassBenchmark.gram" ->
                    gram(parameters, number(parameters, "b"));
            case "ProofBenchmark.gram" -> perElement(parameters, shape(parameters).columns());
            case "ProofBenchmark.cholesky" ->
                    new Cost(Math.pow(shape(parameters).columns(), 3) / 3, 0);
            case "StorageBenchmark.gram" -> storage(parameters, 4 * number(parameters, "b"));
            case "StorageBenchmark.read" -> storage(parameters, 0);
            case "CompletionBenchmark.gradient" ->
                    perEntry(CompletionBenchmark.ENTRIES, 6 * r(parameters), 24);
            case "CompletionBenchmark.halfSweep" ->
                    perEntry(CompletionBenchmark.ENTRIES, r(parameters) * (r(parameters) + 3), 12);
            case "CompletionBenchmark.powerStep" ->
                    perEntry(CompletionBenchmark.ENTRIES, 4 * CompletionBenchmark.BLOCK, 24);
            case "SparseKernelBenchmark.multiply", "SparseKernelBenchmark.sampledProduct" ->
                    perEntry(entries(parameters), 2 * r(parameters), 12);
            case "SparseKernelBenchmark.residualGradient" ->
                    perEntry(entries(parameters), 4 * r(parameters), 20);
            case "DeepBenchmark.gradient" ->
                    new Cost(
                            DeepBenchmark.flops(
                                    parameters.getOrDefault("network", ""),
                                    number(parameters, "samples"),
                                    r(parameters)),
                            0);
            case "TensorBenchmark.gradient" -> tensor(parameters);
            case "TwoLayerBenchmark.gradient" -> twoLayer(parameters);
            default -> null;
        };
    }

    /** {@code flops} for each element of Y, 8 bytes. */
    private static Cost perElement(Map<String, String> parameters, double flops) {
        double elements = shape(parameters).elements();
        return new Cost(flops * elements, 8 * elements);
    }

    /** So much for each known entry: 12 bytes in each order, rows and columns, 8 for G. */
    private static Cost perEntry(double entries, double flops, double bytes) {
        return new Cost(flops * entries, bytes * entries);
    }

    private static double entries(Map<String, String> parameters) {
        String size = parameters.getOrDefault("size", "");
        return Double.parseDouble(size.substring(size.indexOf(':') + 1));
    }

    /** 4·m·n·b + 4·(m + n)·r·b flops. */
    private static Cost gram(Map<String, String> parameters, double b) {
        Shape shape = shape(parameters);
        double lowRank = 4.0 * (shape.rows() + shape.columns()) * r(parameters) * b;
        return new Cost(4 * shape.elements() * b + lowRank, 8 * shape.elements());
    }

    /** So many flops for each number, which has 4 bytes or 8. */
    private static Cost storage(Map<String, String> parameters, double flops) {
        double elements = shape(parameters).elements();
        int bytes = "float32".equals(parameters.get("storage")) ? Float.BYTES : Double.BYTES;
        return new Cost(flops * elements, bytes * elements);
    }

    /** 6·d_1⋯d_K·r flops: X, and the residual times a Khatri–Rao product from either side. */
    private static Cost tensor(Map<String, String> parameters) {
        double elements = TensorBenchmark.elements(parameters.getOrDefault("shape", ""));
        return new Cost(6 * elements * r(parameters), 8 * elements);
    }

    /** N·r·(4·d + 6·q) flops, the gradient in the inputs not being wanted. */
    private static Cost twoLayer(Map<String, String> parameters) {
        double d = number(parameters, "inputs");
        double q = number(parameters, "outputs");
        return new Cost(number(parameters, "samples") * r(parameters) * (4 * d + 6 * q), 0);
    }

    private static Shape shape(Map<String, String> parameters) {
        return Shape.parse(parameters.getOrDefault("shape", ""));
    }

    private static double r(Map<String, String> parameters) {
        return number(parameters, "r");
    }

    /** NaN, and so no rate, where an older record lacks the parameter. */
    private static double number(Map<String, String> parameters, String name) {
        return Double.parseDouble(parameters.getOrDefault(name, "NaN"));
    }
}
