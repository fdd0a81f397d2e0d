package io.nadir.landscape;

import java.util.ArrayList;
import java.util.List;

/** Checks a path, see {@link WideCheck}. Single use, not thread-safe. */
final class WideChecker {
    private static final double UNIT = 0x1p-53;

    private final WidePath path;
    private final WideProblem problem;
    private final WidePass pass;

    private int points;
    private double coarsest;
    private double scale;
    private double largestConstraint;

    /** The lowest loss so far on the whole path, and its error. */
    private double lowest = Double.POSITIVE_INFINITY;

    private double lowestError;

    /** What reductions so far may have done to the loss. */
    private double drift;

    private WideCheck.Deviation rise = new WideCheck.Deviation(0, 0);

    WideChecker(WidePath path) {
        this.path = path;
        this.problem = path.problem();
        this.pass = new WidePass(problem, path.start());
    }

    WideCheck check(int least) {
        if (least < 2) {
            throw new IllegalArgumentException("points = " + least + ", allowed are 2 and more");
        }
        scale = problem.largestTarget();
        List<WideCheck.Finding> findings = new ArrayList<>();
        for (WideSegment segment : path.segments()) {
            double share = Math.ceil(least * (segment.to() - segment.from()));
            findings.add(check(segment, (int) Math.max(3, share) + 1));
        }
        double tolerance = 2 * problem.constraint().relativeError(path.start());
        return new WideCheck(
                points,
                List.copyOf(findings),
                rise,
                new WideCheck.Feasibility(largestConstraint, path.constraint() * (1 + tolerance)),
                new WideCheck.Resolution(coarsest, scale),
                path.isDescent());
    }

    private WideCheck.Finding check(WideSegment segment, int count) {
        points += count;
        Point start = evaluate(segment, segment.start());
        Point end = evaluate(segment, segment.end());
        double[] losses = new double[count];
        double[] errors = new double[count];
        WideCheck.Deviation outputs = new WideCheck.Deviation(0, 0);
        for (int i = 0; i < count; i++) {
            double s = i / (count - 1.0);
            WideParameters theta = segment.start().mix(segment.end(), s);
            Point point = evaluate(segment, theta);
            losses[i] = point.loss;
            errors[i] = point.lossError;
            WideCheck.Deviation deviation = compare(segment, point, start, end, s);
            outputs = outputs.orWorse(deviation);
            coarsest = Math.max(coarsest, deviation.tolerance());
            scale = Math.max(scale, pass.largestArgument(problem.depth() + 1));
            follow(point);
            largestConstraint = Math.max(largestConstraint, problem.constraint().value(theta));
        }
        drift += segment.drift() == 0 ? 0 : start.lossError;
        return new WideCheck.Finding(segment, outputs, losses(segment, losses, errors), losses);
    }

    /** The outputs of a network, their error, its loss, and its error with the segment's drift. */
    private record Point(double[] outputs, double error, double loss, double lossError) {}

    private Point evaluate(WideSegment segment, WideParameters theta) {
        pass.run(theta);
        double[] outputs = pass.outputs().data();
        double[] errors = WideRounding.argumentErrors(problem, pass, theta);
        double error = errors[problem.depth() + 1];
        return new Point(
                outputs.clone(),
                error,
                problem.lossOf(outputs),
                WideRounding.lossError(problem, outputs, error + segment.drift()));
    }

    /** Outputs against those at the start, or the affine combination of those at both ends. */
    private static WideCheck.Deviation compare(
            WideSegment segment, Point point, Point start, Point end, double s) {
        boolean constant = segment.step().kind() == WideStep.Kind.CONSTANT;
        double share = constant ? 0 : s;
        double largest = 0;
        double size = 0;
        for (int i = 0; i < point.outputs.length; i++) {
            double expected = (1 - share) * start.outputs[i] + share * end.outputs[i];
            largest = Math.max(largest, Math.abs(point.outputs[i] - expected));
            size = Math.max(size, Math.abs(start.outputs[i]) + Math.abs(end.outputs[i]));
        }
        double ends = start.error + (constant ? 0 : end.error);
        return new WideCheck.Deviation(
                largest, point.error + ends + segment.drift() + 8 * UNIT * size);
    }

    private static WideCheck.Deviation losses(
            WideSegment segment, double[] losses, double[] errors) {
        return switch (segment.step().kind()) {
            case CONSTANT -> fromStart(losses, errors);
            case CONVEX -> aboveMeans(losses, errors);
            case NON_INCREASING -> aboveMeans(losses, errors).orWorse(rise(losses, errors));
        };
    }

    private static WideCheck.Deviation fromStart(double[] losses, double[] errors) {
        WideCheck.Deviation worst = new WideCheck.Deviation(0, 0);
        for (int i = 1; i < losses.length; i++) {
            worst =
                    worst.orWorse(
                            new WideCheck.Deviation(
                                    Math.abs(losses[i] - losses[0]), errors[i] + errors[0]));
        }
        return worst;
    }

    /** Second differences with steps of 1, 2, 4, … points: the wide ones see a slight bend. */
    private static WideCheck.Deviation aboveMeans(double[] losses, double[] errors) {
        WideCheck.Deviation worst = new WideCheck.Deviation(0, 0);
        for (int step = 1; 2 * step < losses.length; step *= 2) {
            for (int i = step; i + step < losses.length; i++) {
                double above = losses[i] - 0.5 * (losses[i - step] + losses[i + step]);
                double tolerance = errors[i] + 0.5 * (errors[i - step] + errors[i + step]);
                worst = worst.orWorse(new WideCheck.Deviation(Math.max(0, above), tolerance));
            }
        }
        return worst;
    }

    private static WideCheck.Deviation rise(double[] losses, double[] errors) {
        WideCheck.Deviation worst = new WideCheck.Deviation(0, 0);
        int lowest = 0;
        for (int i = 1; i < losses.length; i++) {
            double above = Math.max(0, losses[i] - losses[lowest]);
            worst = worst.orWorse(new WideCheck.Deviation(above, errors[i] + errors[lowest]));
            lowest = losses[i] < losses[lowest] ? i : lowest;
        }
        return worst;
    }

    /** The loss against the lowest so far. */
    private void follow(Point point) {
        if (lowest < Double.POSITIVE_INFINITY) {
            double above = Math.max(0, point.loss - lowest);
            double tolerance = point.lossError + lowestError + drift;
            rise = rise.orWorse(new WideCheck.Deviation(above, tolerance));
        }
        if (point.loss < lowest) {
            lowest = point.loss;
            lowestError = point.lossError;
        }
    }
}
