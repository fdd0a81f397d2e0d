package io.nadir.cli.report;

import io.nadir.landscape.WideCheck;

/** Describes a path between wide networks in words. */
public final class WidePathSummary {
    private WidePathSummary() {}

    /** Several lines, each ended. */
    public static String of(WidePathReport report) {
        WideCheck.Deviation worst = report.check().worst();
        return String.join(
                        "\n",
                        verdict(report),
                        Summary.line("widths", report.path().start().widths()),
                        Summary.line(
                                "from",
                                Summary.number(report.startLoss()) + " at " + report.from()),
                        Summary.line("to", Summary.number(report.endLoss()) + " at " + report.to()),
                        Summary.line("descent to", Summary.number(report.descentLoss())),
                        Summary.line(
                                "straight line",
                                "rises by " + Summary.number(report.straightRise())),
                        Summary.line(
                                "deviation", worst.size() + ", tolerance " + worst.tolerance()),
                        Summary.line(
                                "seconds",
                                String.format("%.3f (read %.3f)", report.total(), report.read())))
                + "\n";
    }

    /** What is known of a path, in one line. */
    public static String verdict(WidePathReport report) {
        int points = report.check().points() + report.descentCheck().points();
        if (report.isVerified()) {
            return "No barrier between the networks: verified at " + points + " points.";
        }
        return report.check().resolution().holds() && report.descentCheck().resolution().holds()
                ? "Not verified: the loss deviates by more than rounding explains, see report.json."
                : "Not verified: rounding errors are too large to tell.";
    }

    /** The losses at the ends of a path and at the lowest point between them, in one line. */
    public static String losses(WidePathReport report) {
        return String.format(
                "loss %.6g at Θ, which is %s, %.6g at Γ, which is %s, %.6g at the lowest point",
                report.startLoss(),
                report.from(),
                report.endLoss(),
                report.to(),
                report.descentLoss());
    }

    /** How large the problem is, and how well the path was checked, in one line. */
    public static String figures(WidePathReport report) {
        WideCheck.Deviation worst = report.check().worst();
        return String.format(
                "%d samples    widths %s    deviation %.2g (tolerance %.2g)",
                report.problem().samples(),
                report.path().start().widths(),
                worst.size(),
                worst.tolerance());
    }
}
