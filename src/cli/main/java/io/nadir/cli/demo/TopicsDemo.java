package io.nadir.cli.demo;

import io.nadir.Problem;
import io.nadir.array.Panel;
import io.nadir.cli.picture.TopicsPicture;
import io.nadir.cli.picture.TopicsPicture.Topic;
import io.nadir.cli.progress.Outcome;
import io.nadir.io.Indexing;
import io.nadir.io.InputDescription;
import io.nadir.loss.PoissonLoss;
import io.nadir.matrix.SparseMatrix;
import io.nadir.model.Factors;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.SolverOptions;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Demonstrates nonnegative factorization of counts under the Poisson loss: finds the topics of the
 * chapters of a book, as words that occur together.
 */
public final class TopicsDemo implements Demo {
    /** Well below the rate of the rarest word, which is 0.03 a chapter. */
    private static final double BACKGROUND = 1e-3;

    /** Leaves out what is special to a few chapters: with half of it there are some 70 topics. */
    private static final double LAMBDA = 400;

    /** Twice to three times what the bounds of the polar come to. */
    private static final double GAP = 0.02;

    /** Topics drawn: those that explain most. */
    private static final int SHOWN = 18;

    /** Words named in the remark. */
    private static final int NAMED = 4;

    /** Chapters named below a topic. */
    private static final int CHAPTERS = 3;

    private final ChapterCounts counts = ChapterCounts.read();

    public TopicsDemo() throws IOException {}

    @Override
    public String name() {
        return "Chapters of the King James Bible";
    }

    @Override
    public Problem problem() {
        return new Problem(
                counts.matrix(), new PoissonLoss(BACKGROUND), SquaredNorms.nonNegative(), LAMBDA);
    }

    @Override
    public InputDescription input() {
        SparseMatrix matrix = counts.matrix();
        return new InputDescription(
                name(),
                List.of(matrix.rows(), matrix.columns()),
                matrix.listed(),
                true,
                false,
                Indexing.byIds(counts.chapters(), counts.words()),
                null);
    }

    @Override
    public SolverOptions options() {
        return SolverOptions.defaults().withRelativeGap(GAP);
    }

    @Override
    public String label() {
        return "topics";
    }

    @Override
    public String remark(Outcome outcome) {
        List<Topic> topics = topics(outcome.factors());
        List<String> first =
                topics.stream()
                        .limit(2)
                        .map(topic -> String.join(", ", topic.words().subList(0, NAMED)))
                        .toList();
        return String.format(
                "%d in %d chapters; the largest: %s",
                topics.size(), counts.chapters().size(), String.join("; ", first));
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        List<Topic> topics = topics(outcome.factors());
        int shown = Math.min(SHOWN, topics.size());
        TopicsPicture.write(outcome.report(), topics.subList(0, shown), out);
    }

    /** The columns, the one that explains most first. */
    private List<Topic> topics(Factors w) {
        double all = 0;
        for (int k = 0; k < w.rank(); k++) {
            all += mass(w, k);
        }
        double total = all;
        return IntStream.range(0, w.rank())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> mass(w, k)).reversed())
                .map(k -> topic(w, k, total))
                .toList();
    }

    private Topic topic(Factors w, int k, double total) {
        List<Integer> words = heaviest(w.block(1), k, TopicsPicture.WORDS);
        List<String> names = counts.chapters();
        List<String> where = heaviest(w.block(0), k, CHAPTERS).stream().map(names::get).toList();
        List<String> all = counts.words();
        return new Topic(
                words.stream().map(all::get).toList(),
                words.stream().map(j -> w.block(1).get(j, k)).toList(),
                mass(w, k) / total,
                "most in " + String.join(", ", where));
    }

    private static List<Integer> heaviest(Panel factor, int k, int count) {
        return IntStream.range(0, factor.rows())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> factor.get(i, k)).reversed())
                .limit(count)
                .toList();
    }

    /** The sum of the elements of u·vᵀ. */
    private static double mass(Factors w, int k) {
        return sum(w.block(0), k) * sum(w.block(1), k);
    }

    private static double sum(Panel factor, int k) {
        double sum = 0;
        for (int i = 0; i < factor.rows(); i++) {
            sum += factor.get(i, k);
        }
        return sum;
    }
}
