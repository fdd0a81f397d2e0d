package io.nadir.cli.report;

import io.nadir.PathPoint;
import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.model.Effort;
import io.nadir.model.Evidence;
import io.nadir.model.Offsets;
import io.nadir.model.PolarBounds;
import io.nadir.solver.Solution.StopReason;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.DoubleFunction;

/** Describes a report in words. */
public final class Summary {
    /** How to have more memory. */
    public static final String MORE_MEMORY =
            " (to allow more: NADIR_JAVA_OPTS=-Xmx8g, for example)";

    /** Relative gap from which a minimum is one to within the gap only. */
    private static final int LAMBDA_DIGITS = 6;

    private static final double WIDE_GAP = 1e-4;

    private Summary() {}

    /** Several lines, each ended. */
    public static String of(Report report) {
        Certificate certificate = report.certificate();
        Report.Seconds seconds = report.seconds();
        return String.join(
                        "\n",
                        verdict(report),
                        lambda(report) + line("objective", number(certificate.objective())),
                        line("lower bound", number(certificate.lowerBound())),
                        line("gap", number(certificate.gap())),
                        line("relative gap", number(certificate.relativeGap())),
                        line("polar", polar(report)),
                        line("equilibrium", equilibrium(certificate)),
                        line("rank", report.rank()) + nextColumn(report) + offsets(report),
                        line(
                                "seconds",
                                String.format(
                                        "%.3f (read %.3f, descent %.3f, certify %.3f, append %.3f)",
                                        seconds.total(),
                                        seconds.read(),
                                        seconds.descent(),
                                        seconds.certify(),
                                        seconds.append())))
                + "\n";
    }

    /** A solve that ends between two certificates has not measured it at its point. */
    private static String equilibrium(Certificate certificate) {
        return certificate.hasEquilibrium() ? number(certificate.equilibrium()) : "not measured";
    }

    /** What another column than those asked for would gain; a line of its own. */
    private static String nextColumn(Report report) {
        double gain = report.nextColumn();
        if (!report.isAtFixedRank() || gain == 0) {
            return "";
        }
        String share = Rounded.percent(gain / report.certificate().objective());
        return "\n"
                + line(
                        "next column",
                        "lowers the objective by at least " + number(gain) + ", " + share);
    }

    private static String offsets(Report report) {
        Offsets offsets = report.offsets();
        return offsets == null ? "" : "\n" + line("offsets", OffsetsText.of(offsets));
    }

    /** Where λ comes from unless it was given, and what the solution 0 means; lines, each ended. */
    private static String lambda(Report report) {
        StringBuilder lines = new StringBuilder();
        String explanation = report.lambdaOrigin().explanation();
        if (!explanation.isEmpty()) {
            String value = number(report.problem().lambda());
            lines.append(line("lambda", value + " (" + explanation + ")")).append('\n');
        }
        HeldOutError error = report.lambdaOrigin().error();
        if (error != null && !report.lambdaOrigin().baselines().isEmpty()) {
            String errors = Baselines.words(report.lambdaOrigin().baselines(), error);
            lines.append(line("baselines", errors + " (" + error.name() + ")")).append('\n');
        }
        LambdaMax max = report.lambdaMax();
        if (max != null) {
            boolean zero = report.rank() == 0 && report.certificate().isGlobal();
            String words = max.words() + (zero ? ": " + max.zeroFrom() : "");
            lines.append(line("lambda max", words)).append('\n');
        }
        return lines.toString();
    }

    /** Describes a pruning, on several lines, each with its line end. */
    public static String of(PruneReport report) {
        return String.join(
                        "\n",
                        "Same output from "
                                + report.rank()
                                + " of "
                                + report.rankBefore()
                                + (report.rankBefore() == 1 ? " column." : " columns."),
                        line("penalty", number(report.penalty())),
                        line("before", number(report.penaltyBefore())),
                        line("drift", number(report.drift())),
                        line("norm of X", number(report.norm())))
                + "\n";
    }

    private static String verdictName(Certificate certificate) {
        return EnumName.of(certificate.verdict())
                + (certificate.isGlobal()
                        ? ", " + EnumName.of(certificate.polar().evidence())
                        : "");
    }

    /** What is known of a point of a path, in a few words. */
    public static String verdict(PathPoint point) {
        Certificate certificate = point.solution().certificate();
        return verdictName(certificate)
                + (certificate.isGlobal() ? "" : reason(point.solution().stopReason()));
    }

    /** One line without its end: a label and what it labels. */
    public static String line(String label, Object value) {
        return String.format("  %-13s %s", label, value);
    }

    /** What is known of the point, in one line. */
    public static String verdict(Report report) {
        if (report.isAtFixedRank()) {
            return atFixedRank(report);
        }
        return switch (report.certificate().verdict()) {
            case GLOBAL ->
                    "Global minimum%s, %s."
                            .formatted(
                                    precision(report.certificate()),
                                    evidence(report.certificate().polar()));
            case NOT_GLOBAL -> "Not a global minimum" + reason(report.stopReason()) + ".";
            case UNDECIDED -> "Undecided" + whyUndecided(report) + ".";
        };
    }

    /** Nobody asked for the minimum over any number of columns. */
    private static String atFixedRank(Report report) {
        return String.format(
                "Descent has converged at rank %d, as asked for: the minimum over any rank is at"
                        + " most %s lower.",
                report.options().maxRank(), Rounded.percent(report.certificate().relativeGap()));
    }

    /** A point from elsewhere has no reason why descent stopped there. */
    private static String whyUndecided(Report report) {
        Certificate certificate = report.certificate();
        return report.stopReason() == null
                        && certificate.sufficient() <= certificate.polar().lower()
                ? ": no bound of the polar gives the gap asked for; to descend from this point, use"
                        + " solve with --warm-start"
                : reason(report.stopReason());
    }

    /** What has to be said where a wide gap was allowed. */
    private static String precision(Certificate certificate) {
        return certificate.relativeGap() < WIDE_GAP
                ? ""
                : " to within " + Rounded.percent(certificate.relativeGap());
    }

    /** The figures that matter most, in one line. */
    public static String figures(Report report) {
        return String.format(
                "rank %d    objective %.9g    relative gap %.2g    λ = %s    %.3g s",
                report.rank(),
                report.certificate().objective(),
                report.certificate().relativeGap(),
                Rounded.number(report.problem().lambda(), LAMBDA_DIGITS),
                report.seconds().total());
    }

    /**
     * What the certificate comes to, in one line; the polar only where it leaves the verdict open.
     */
    public static String bounds(Report report) {
        Certificate certificate = report.certificate();
        PolarBounds polar = certificate.polar();
        String gap =
                certificate.relativeGap() < 1
                        ? "the minimum is at most "
                                + Rounded.percent(certificate.relativeGap())
                                + " below this objective"
                        : "no lower bound of the minimum was found yet";
        return certificate.isGlobal()
                ? gap
                : gap + "; polar " + range(polar, value -> String.format("%.6g", value));
    }

    /** The name of the data and the verdict, in one line. */
    public static String title(Report report) {
        return title(report.inputs(), verdict(report));
    }

    /** The name of the data, if they have one, and then a heading without a full stop. */
    public static String title(Inputs inputs, String heading) {
        String plain = heading.replaceFirst("[.]$", "").replaceFirst(": ", " – ");
        return inputs.all().isEmpty()
                ? plain
                : inputs.name()
                        + ": "
                        + Character.toLowerCase(plain.charAt(0))
                        + plain.substring(1);
    }

    /**
     * Returns the bounds of the polar and, if their distance leaves the verdict open, what the
     * upper one would have to be.
     */
    private static String polar(Report report) {
        Certificate certificate = report.certificate();
        PolarBounds polar = certificate.polar();
        String bounds = range(polar, Summary::number);
        double sufficient = certificate.sufficient();
        boolean open = certificate.verdict() == Verdict.UNDECIDED && polar.upper() > sufficient;
        if (!open || sufficient <= polar.lower()) {
            return bounds;
        }
        return bounds
                + "; an upper bound of "
                + number(sufficient)
                + " would suffice"
                + (report.options().effort() != Effort.HIGH && certificate.tightenable()
                        ? ", for which --effort high does more work"
                        : "");
    }

    /** A run that is stopped early may have found no bound, or only the lower one. */
    private static String range(PolarBounds polar, DoubleFunction<String> number) {
        String lower = number.apply(polar.lower());
        if (polar.upper() < Double.POSITIVE_INFINITY) {
            return "from " + lower + " to " + number.apply(polar.upper());
        }
        return polar.lower() > 0
                ? "at least " + lower + ", no upper bound was found yet"
                : "unknown, no bound was found yet";
    }

    /** How the upper bound of the polar is known. */
    static String evidence(PolarBounds polar) {
        return polar.evidence() == Evidence.PROBABLE
                ? "probable (wrong with probability at most " + number(polar.delta()) + ")"
                : EnumName.of(polar.evidence());
    }

    /**
     * Returns a number with as many digits as needed to read the same number again, and no more.
     */
    static String number(double value) {
        String text = Double.toString(value).replace('E', 'e').replace(".0e", "e");
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /** The same for the name of a reason, without the colon; empty if there is none of the name. */
    public static String reasonNamed(String name) {
        return Arrays.stream(StopReason.values())
                .filter(reason -> reason.name().equals(name))
                .map(reason -> reason(reason).replaceFirst("^: ", ""))
                .findFirst()
                .orElse("");
    }

    /** Why a solve ended without a certificate, after a colon; empty if there is no more to say. */
    public static String reason(@Nullable StopReason reason) {
        return switch (reason) {
            case null -> "";
            case CERTIFIED -> "";
            case MAX_RANK -> ": stopped at the largest rank allowed";
            case FIXED_RANK -> ": descent has converged at the rank asked for";
            case TIME_LIMIT -> ": stopped by the time limit";
            case CANCELLED, INTERRUPTED -> ": interrupted";
            case OUT_OF_MEMORY ->
                    ": the certificate takes more memory than the heap has" + MORE_MEMORY;
            case UNDECIDED ->
                    ": the bounds of the polar leave open whether there is a better point";
            case ROUNDING ->
                    ": no step is known that lowers the objective by more than its rounding errors;"
                            + " a larger --gap can be certified";
            case ATTEMPT_LIMIT ->
                    ": stopped after 1000 certificates; to go on, start from this result with"
                            + " --warm-start";
            case STALLED ->
                    ": descent found no lower point, which rounding does not explain; try another"
                            + " --descent from this result with --warm-start";
        };
    }
}
