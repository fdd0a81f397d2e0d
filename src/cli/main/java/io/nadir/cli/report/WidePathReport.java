package io.nadir.cli.report;

import io.nadir.landscape.WideCheck;
import io.nadir.landscape.WidePath;
import io.nadir.landscape.WideProblem;

import java.io.OutputStream;

/**
 * What a path between wide networks is like.
 *
 * @param from where the network at the start came from
 * @param to where the network at the end came from
 * @param path the path
 * @param check of it
 * @param descent the path of non-increasing loss
 * @param descentCheck of it
 * @param straight losses on the straight line from one to the other, equally spaced
 * @param read seconds in reading
 * @param total seconds from the start of the command to the results
 * @param inputs how X and Y were understood
 */
public record WidePathReport(
        String from,
        String to,
        WidePath path,
        WideCheck check,
        WidePath descent,
        WideCheck descentCheck,
        double[] straight,
        double read,
        double total,
        Inputs inputs)
        implements CommandReport {

    /** The problem. */
    WideProblem problem() {
        return path.problem();
    }

    /** Whether all is as the theorems say. */
    boolean isVerified() {
        return check.holds() && descentCheck.holds();
    }

    /** What the process returns. */
    @Override
    public int exitCode() {
        return isVerified() ? ExitCode.CERTIFIED : ExitCode.NOT_CERTIFIED;
    }

    /** Loss at the start. */
    double startLoss() {
        return check.findings().getFirst().losses()[0];
    }

    /** Loss at the end. */
    double endLoss() {
        return last(check);
    }

    /** Loss where descent ends. */
    double descentLoss() {
        return last(descentCheck);
    }

    /** How far the straight line's loss is ever above what it was before, on it. */
    double straightRise() {
        double rise = 0;
        double lowest = Double.POSITIVE_INFINITY;
        boolean up = startLoss() < endLoss();
        for (int i = 0; i < straight.length; i++) {
            double loss = straight[up ? straight.length - 1 - i : i];
            rise = Math.max(rise, loss - Math.min(lowest, loss));
            lowest = Math.min(lowest, loss);
        }
        return rise;
    }

    private static double last(WideCheck check) {
        double[] losses = check.findings().getLast().losses();
        return losses[losses.length - 1];
    }

    @Override
    public String summary() {
        return WidePathSummary.of(this);
    }

    @Override
    public void writeJson(OutputStream out) {
        WidePathJson.write(this, out);
    }
}
