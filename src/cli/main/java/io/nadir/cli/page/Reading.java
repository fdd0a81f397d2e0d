package io.nadir.cli.page;

import java.util.ArrayList;
import java.util.List;

/** Says in plain English what the certificate of one result means. */
final class Reading {
    /** Smaller gaps need not be said first. */
    private static final double WIDE_GAP = 1e-4;

    private final JsonValue report;

    Reading(JsonValue report) {
        this.report = report;
    }

    /** The verdict in a few words. */
    String headline() {
        String verdict =
                switch (verdict()) {
                    case "GLOBAL" -> "global minimum, " + Words.constant(evidence());
                    case "NOT_GLOBAL" -> "not a global minimum";
                    case "UNDECIDED" -> "undecided";
                    default -> "no verdict";
                };
        String gap = Words.percent(report.get("relativeGap"));
        return gap.isEmpty() || !isWide()
                ? verdict
                : verdict + ", within " + gap + " of the objective";
    }

    private boolean isWide() {
        return !(report.get("relativeGap").number() < WIDE_GAP);
    }

    /** Paragraphs about this result. */
    List<String> paragraphs() {
        List<String> paragraphs = new ArrayList<>();
        paragraphs.add(verdictSentence());
        paragraphs.add(gapSentence());
        String evidence =
                isPolarUnknown()
                        ? "No bound of the polar was found before the end of the run, which shows"
                                + " neither that there is a better column nor that there is none."
                        : evidence(evidence(), Words.size(report.get("delta")));
        if (!evidence.isEmpty()) {
            paragraphs.add(evidence);
        }
        paragraphs.add(polarSentence());
        String offsets = offsetsSentence();
        if (!offsets.isEmpty()) {
            paragraphs.add(offsets);
        }
        String advice = advice();
        if (!advice.isEmpty()) {
            paragraphs.add("What you can do: " + advice);
        }
        paragraphs.add(
                "The verdict is about the problem as it was set: this model, this loss, this λ. It"
                    + " does not say whether they suit the data; errors on entries held out do.");
        return paragraphs;
    }

    /** What a verdict means, for any result. */
    static String verdict(String verdict) {
        return switch (verdict) {
            case "GLOBAL" ->
                    "GLOBAL: the gap is within what was asked for. No factors with any number of"
                            + " columns have an objective below the lower bound.";
            case "NOT_GLOBAL" ->
                    "NOT_GLOBAL: a better point is known to exist, and the search stopped before it"
                            + " was there. The gap still holds.";
            case "UNDECIDED" ->
                    "UNDECIDED: the bounds neither confirm nor refute that this is the global"
                            + " minimum. The gap still holds.";
            default -> "";
        };
    }

    /** What a kind of evidence means; {@code delta} is empty if it is not known. */
    static String evidence(String evidence, String delta) {
        String probability =
                delta.isEmpty() ? "with a small probability" : "with probability at most " + delta;
        return switch (evidence) {
            case "PROVED" ->
                    "PROVED: the lower bound is a mathematical one, and allows for every rounding"
                            + " error made in computing it.";
            case "PROBABLE" ->
                    "PROBABLE: the lower bound is wrong "
                            + probability
                            + ". The chance is in random starts that the certificate draws, not in"
                            + " the data. For a bound without chance, ask for --evidence proved.";
            case "UNREFUTED" ->
                    "UNREFUTED: the bounds are too far apart to decide. All that supports the point"
                            + " is that a search found no better column. The lower bound is wrong "
                            + probability
                            + ".";
            default -> "";
        };
    }

    /** What the gap means, for any result. */
    static String gap() {
        return "The gap is an upper bound of the objective minus the minimum. It errs on the large"
                + " side only: the result may be closer to the minimum than the gap says.";
    }

    private String verdict() {
        return report.get("verdict").textOrEmpty();
    }

    private String evidence() {
        return report.get("evidence").textOrEmpty();
    }

    private String verdictSentence() {
        String bound = Words.objective(report.get("lowerBound"));
        String objective = "objective is " + Words.objective(report.get("objective"));
        String least = "no factors with any number of columns have one below " + bound;
        return switch (verdict()) {
            case "GLOBAL" ->
                    "GLOBAL: this is the global minimum"
                            + (isWide() ? ", to within the gap asked for" : "")
                            + ". Its "
                            + objective
                            + ", and "
                            + least
                            + ".";
            case "NOT_GLOBAL" ->
                    "NOT_GLOBAL: this is not the global minimum. A column is known that lowers the"
                            + " objective when it is added, and the search stopped before that"
                            + reason()
                            + ". The "
                            + objective
                            + (bound.isEmpty() ? "." : ", and " + least + ".");
            case "UNDECIDED" ->
                    "UNDECIDED: this may be the global minimum, but the bounds neither confirm nor"
                            + " refute it"
                            + reason()
                            + ". The "
                            + objective
                            + (bound.isEmpty() ? "." : ", and " + least + ".");
            default -> "The report has no verdict that this version knows.";
        };
    }

    private String gapSentence() {
        String gap = Words.size(report.get("gap"));
        if (gap.isEmpty()) {
            return "No gap is known: the report has no lower bound.";
        }
        String here =
                String.format(
                        "Here the objective is at most %s above the minimum, which is %s of it.",
                        gap, Words.percent(report.get("relativeGap")));
        String asked = Words.percent(report.get("gapAskedFor"));
        String wish = asked.isEmpty() ? "" : " At most " + asked + " was asked for.";
        return here + wish + " " + gap();
    }

    private boolean isPolarUnknown() {
        JsonValue polar = report.get("polar");
        return polar.get("lower").isPresent()
                && polar.get("lower").number() == 0
                && Words.nearOne(polar.get("upper")).isEmpty();
    }

    private String polarSentence() {
        JsonValue polar = report.get("polar");
        String what =
                "The bound comes from the polar, the value of the best column that could be added."
                        + " At a global minimum it is at most 1; a column of a value above 1 lowers"
                        + " the objective.";
        String lower = Words.nearOne(polar.get("lower"));
        if (lower.isEmpty()) {
            return what;
        }
        if (isPolarUnknown()) {
            return what + " Here no bound of it was found yet.";
        }
        String upper = Words.nearOne(polar.get("upper"));
        String here =
                upper.isEmpty()
                        ? " Here it is at least " + lower + ", and no upper bound was found yet"
                        : " Here it is between " + lower + " and " + upper;
        String sufficient = Words.nearOne(polar.get("sufficient"));
        boolean open = verdict().equals("UNDECIDED") && !sufficient.isEmpty();
        return what
                + here
                + (open ? "; an upper bound of " + sufficient + " would have been enough." : ".");
    }

    private String offsetsSentence() {
        JsonValue offsets = report.get("offsets");
        String reach = Words.size(offsets.get("reach"));
        if (reach.isEmpty()) {
            return "";
        }
        String which =
                offsets.get("penalty").isPresent()
                        ? "any offsets of rows and columns, and a mean within " + reach + " of"
                        : "offsets within " + reach + " of";
        return "The model has offsets beside the factors, and they belong to the point that is"
                + " compared: the lower bound is one for any factors with "
                + which
                + " those found.";
    }

    private String reason() {
        return switch (report.get("stopReason").textOrEmpty()) {
            case "MAX_RANK" -> ": it reached the largest rank allowed";
            case "FIXED_RANK" -> ": descent has converged at the rank asked for by --rank";
            case "TIME_LIMIT" -> ": it reached the time limit";
            case "CANCELLED", "INTERRUPTED" -> ": it was interrupted";
            case "OUT_OF_MEMORY" -> ": the certificate takes more memory than Java had";
            case "ROUNDING" ->
                    ": no step is known that lowers the objective by more than its rounding errors";
            case "ATTEMPT_LIMIT" -> ": it stopped after 1000 certificates";
            case "STALLED" -> ": descent found no lower point, which rounding does not explain";
            default -> "";
        };
    }

    private String advice() {
        if (verdict().equals("GLOBAL")) {
            return "";
        }
        return switch (report.get("stopReason").textOrEmpty()) {
            case "FIXED_RANK" ->
                    "use the result as a model of that rank; leave out --rank for the minimum over"
                            + " any rank.";
            case "MAX_RANK" -> "raise --max-rank, and go on from the result by --warm-start DIR.";
            case "TIME_LIMIT" ->
                    "raise --time-limit, and go on from the result by --warm-start DIR.";
            case "CANCELLED", "INTERRUPTED", "ATTEMPT_LIMIT" ->
                    "go on from the result by --warm-start DIR.";
            case "OUT_OF_MEMORY" ->
                    "give Java more memory: NADIR_JAVA_OPTS=-Xmx8g allows 8 GiB, for example.";
            case "ROUNDING" -> "ask for a larger --gap.";
            case "STALLED" -> "try another --descent from the result by --warm-start DIR.";
            case "" -> "descend from this point by solve --warm-start DIR.";
            default ->
                    "use the gap as it is, allow a larger one by --gap, or let the bounds take more"
                            + " work by --effort high.";
        };
    }
}
