package io.nadir.cli.command;

import io.nadir.PathPoint;
import io.nadir.cli.option.PrintOptions;
import io.nadir.cli.progress.Terminal;
import io.nadir.cli.report.Baselines;
import io.nadir.cli.report.LambdaRule;
import io.nadir.cli.report.PathReport;
import io.nadir.cli.report.Report;

import org.jspecify.annotations.Nullable;

/**
 * Tells which λ a path has chosen, and where a better model may be.
 *
 * @param given whether the user gave the values of λ
 */
record PathAdvice(Terminal terminal, PrintOptions printing, PathReport path, boolean given) {
    /** Tells it, for the report of the model on all entries. */
    void give(Report model) {
        printing.note(
                terminal,
                path.rule() == LambdaRule.BEST ? "best" : "chosen",
                String.format(
                        "lambda %.6g; on all entries: rank %d, objective %.9g, relative gap %.2g",
                        model.problem().lambda(),
                        model.rank(),
                        model.certificate().objective(),
                        model.certificate().relativeGap()));
        adviseAboutEdge();
        adviseAboutBaselines();
        int folds = 0;
        int certified = 0;
        for (PathPoint point : path.points()) {
            PathPoint.HeldOut score = point.heldOut();
            PathPoint.@Nullable Spread spread = score == null ? null : score.spread();
            folds += spread == null ? 0 : spread.scores().size();
            certified += spread == null ? 0 : spread.certified();
        }
        if (certified < folds) {
            printing.advise(
                    terminal,
                    String.format(
                            "%d of %d solutions of folds are not certified; their scores are those"
                                    + " of the best points found",
                            folds - certified, folds));
        }
    }

    private void adviseAboutEdge() {
        int best = PathPoint.best(path.points());
        if (best == path.points().size() - 1) {
            printing.advise(
                    terminal,
                    "the best lambda is the smallest of the path, a smaller one may predict better:"
                            + " go on with smaller --lambdas, or a larger --count");
        } else if (best == 0 && given) {
            printing.advise(
                    terminal,
                    "the best lambda is the largest of the path, a larger one may predict better:"
                            + " add larger --lambdas");
        }
        if (path.chosen() == 0 && best > 0) {
            printing.advise(
                    terminal,
                    "all lambda up to the largest of the path are within one standard error of the"
                            + " best: factors hardly help to predict the entries held out");
        }
    }

    private void adviseAboutBaselines() {
        String advice =
                Baselines.advice(path.points(), path.baselines(), path.error(), path.problem());
        if (advice != null) {
            printing.advise(terminal, advice);
        }
    }
}
