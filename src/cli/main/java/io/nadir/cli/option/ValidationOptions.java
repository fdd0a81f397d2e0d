package io.nadir.cli.option;

import io.nadir.PathOptions;
import io.nadir.cli.report.LambdaRule;
import io.nadir.model.ModelData;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.List;
import java.util.function.Supplier;

/**
 * How the solutions of a path are scored on entries held out, and how λ is chosen by the scores.
 */
public final class ValidationOptions {
    private static final int DEFAULT_PATIENCE = 3;

    @Section.In(Section.DATA)
    @Option(
            names = "--hold-out",
            paramLabel = "F",
            description =
                    "Hold out this fraction of the entries, chosen at random by --seed, and "
                            + "score each solution on them.")
    private @Nullable Double holdOut;

    @Section.In(Section.DATA)
    @Option(
            names = "--repeats",
            paramLabel = "N",
            description =
                    "Hold out --hold-out F of the entries N times, each time anew, and average the"
                            + " scores (default: ${DEFAULT-VALUE}).")
    private int repeats = 1;

    @Section.In(Section.DATA)
    @Option(
            names = "--folds",
            paramLabel = "K",
            description =
                    "Cross-validate: divide the entries into K parts at random by --seed, evenly in"
                            + " each row and column, hold out each part in turn, and average the"
                            + " scores.")
    private @Nullable Integer folds;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--patience",
            paramLabel = "K",
            description =
                    "Leave out smaller weights after K in a row whose error on the entries held out"
                            + " is above the least so far; 0 for none (default: 3, and 0 with "
                            + "--lambdas).")
    private @Nullable Integer patience;

    @Section.In(Section.REGULARIZATION)
    @Option(
            names = "--choose",
            paramLabel = "RULE",
            converter = RuleName.class,
            description = {
                "Which weight becomes the model (default: best).",
                "  best      the one of the least error on the entries held out",
                "  one-se    with --folds or --repeats: the largest whose error is within one"
                        + " standard error of the least"
            })
    private LambdaRule rule = LambdaRule.BEST;

    /** Reads a rule. */
    static final class RuleName extends EnumConverter<LambdaRule> {
        RuleName() {
            super(List.of(LambdaRule.values()));
        }
    }

    /**
     * What is solved and scored.
     *
     * @param training the data of the path
     * @param path its options
     * @param isPart whether the training data are a part of all, so that the λ chosen has to be
     *     solved for once more
     */
    public record Validation(ModelData training, PathOptions path, boolean isPart) {}

    /** Whether entries are held out, so that a path chooses a λ. */
    public boolean isWanted() {
        return folds != null || holdOut != null;
    }

    /** How λ is chosen. */
    public LambdaRule rule() {
        return rule;
    }

    /**
     * Throws if options do not go together, whatever the data.
     *
     * @throws RefusedException naming them
     */
    public void requireAllowed() throws RefusedException {
        if (folds != null && holdOut != null) {
            throw RefusedException.of(
                    "--folds = "
                            + folds
                            + " and --hold-out = "
                            + holdOut
                            + ", allowed is one of them");
        }
        if (repeats < 1 || (repeats > 1 && holdOut == null)) {
            throw RefusedException.of(
                    "--repeats = "
                            + repeats
                            + ", allowed "
                            + (repeats < 1 ? "are 1 and more" : "with --hold-out"));
        }
        if (rule == LambdaRule.ONE_SE && folds == null && repeats == 1) {
            throw RefusedException.of(
                    "--choose = one-se, allowed with --folds, or with --hold-out and --repeats: one"
                            + " score has no standard error");
        }
    }

    /**
     * Adds to the options of a path what does not depend on the data.
     *
     * @param given whether the user gave the values of λ
     * @throws IllegalArgumentException if the patience is negative
     */
    public PathOptions withPatience(PathOptions path, boolean given) {
        return path.withPatience(patience != null ? patience : given ? 0 : DEFAULT_PATIENCE);
    }

    /**
     * Divides data.
     *
     * @throws RefusedException if they cannot be divided so
     */
    public Validation of(ModelData all, PathOptions path, long seed) throws RefusedException {
        if (folds != null) {
            int count = folds;
            PathOptions scored =
                    path.withFolds(divided("--folds = " + count, () -> all.folds(count, seed)));
            return new Validation(all, scored, false);
        }
        if (holdOut == null) {
            return new Validation(all, path, false);
        }
        double fraction = holdOut;
        String option = "--hold-out = " + fraction;
        if (repeats > 1) {
            PathOptions scored =
                    path.withFolds(divided(option, () -> all.holdOuts(repeats, fraction, seed)));
            return new Validation(all, scored, false);
        }
        List<? extends ModelData> parts = divided(option, () -> all.split(fraction, seed));
        return new Validation(parts.get(0), path.withHeldOut(parts.get(1)), true);
    }

    private static <T> T divided(String option, Supplier<T> division) throws RefusedException {
        try {
            return RefusedException.unless(division);
        } catch (UnsupportedOperationException e) {
            throw RefusedException.of(
                    option + ", allowed for matrices, not for tensors and networks");
        }
    }
}
