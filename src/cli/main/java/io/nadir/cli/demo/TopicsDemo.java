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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Demonstrates nonnegative factorization of counts under the Poisson loss: finds the topics of the
 * books of the Bible, as words that occur together.
 */
public final class TopicsDemo implements Demo {
    /** Well below the rate of the rarest word. */
    private static final double BACKGROUND = 1e-3;

    /** Leaves ten topics. */
    private static final double LAMBDA = 70;

    /** About twice what the bounds of the polar come to. */
    private static final double GAP = 0.02;

    /** Topics drawn: those that explain most. */
    private static final int SHOWN = 12;

    /** Topics that explain a smaller share of the words are not drawn. */
    private static final double LEAST_SHARE = 1e-3;

    /** Words named in the remark. */
    private static final int NAMED = 4;

    /** Books named below a topic. */
    private static final int BOOKS = 3;

    private final BookCounts counts = BookCounts.read();

    public TopicsDemo() throws IOException {}

    @Override
    public String name() {
        return "Books of the King James Bible";
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
                Indexing.byIds(counts.books(), counts.words()),
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
                "%d in %d books; the largest: %s",
                topics.size(), counts.books().size(), String.join("; ", first));
    }

    @Override
    public void draw(Outcome outcome, OutputStream out) throws IOException {
        List<Topic> topics =
                topics(outcome.factors()).stream()
                        .filter(topic -> topic.share() >= LEAST_SHARE)
                        .limit(SHOWN)
                        .toList();
        TopicsPicture.write(outcome.report(), topics, out);
    }

    /** The columns, the one that explains most first. */
    private List<Topic> topics(Factors w) {
        double[] masses = IntStream.range(0, w.rank()).mapToDouble(k -> mass(w, k)).toArray();
        double total = Arrays.stream(masses).sum();
        double[] usual = usual(w);
        return IntStream.range(0, w.rank())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> masses[k]).reversed())
                .map(k -> topic(w, k, masses[k] / total, usual))
                .toList();
    }

    private Topic topic(Factors w, int k, double share, double[] usual) {
        Panel u = w.block(0);
        Panel v = w.block(1);
        double size = sum(v, k);
        List<String> books =
                largest(u.rows(), i -> u.get(i, k), BOOKS).stream()
                        .map(counts.books()::get)
                        .toList();
        List<Integer> typical =
                largest(
                        v.rows(),
                        j -> typicality(v.get(j, k) / size, usual[j]),
                        TopicsPicture.WORDS);
        List<Integer> ordered =
                typical.stream()
                        .sorted(Comparator.comparingDouble((Integer j) -> v.get(j, k)).reversed())
                        .toList();
        List<String> words = counts.words();
        return new Topic(
                ordered.stream().map(words::get).toList(),
                ordered.stream().map(j -> v.get(j, k) / size).toList(),
                share,
                String.join(", ", books));
    }

    /**
     * How much a word tells that a text is of a topic: its part of the relative entropy. Words that
     * are frequent everywhere tell nothing.
     */
    private static double typicality(double inTopic, double usual) {
        return inTopic > 0 ? inTopic * Math.log(inTopic / usual) : 0;
    }

    /** The share of each word in what all topics explain. */
    private static double[] usual(Factors w) {
        double[] shares = new double[w.block(1).rows()];
        double total = 0;
        for (int j = 0; j < shares.length; j++) {
            for (int k = 0; k < w.rank(); k++) {
                shares[j] += sum(w.block(0), k) * w.block(1).get(j, k);
            }
            total += shares[j];
        }
        for (int j = 0; j < shares.length; j++) {
            shares[j] /= total;
        }
        return shares;
    }

    private static List<Integer> largest(int length, IntToDoubleFunction value, int count) {
        return IntStream.range(0, length)
                .boxed()
                .sorted(
                        Comparator.comparingDouble((Integer i) -> value.applyAsDouble(i))
                                .reversed())
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
