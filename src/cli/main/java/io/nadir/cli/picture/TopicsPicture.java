package io.nadir.cli.picture;

import io.nadir.cli.picture.NamedBars.Bar;
import io.nadir.cli.report.Report;
import io.nadir.cli.report.Rounded;

import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.IntStream;

/** Draws topics side by side: their most typical words with bars, and where they prevail. */
public final class TopicsPicture {
    /** Words shown of a topic. */
    public static final int WORDS = 10;

    private static final int ACROSS = 6;
    private static final int TOP = 172;
    private static final String LEGEND =
            "Each block is a topic: words that occur together in some of the books, the most"
                    + " typical ones. Bars: how often a word occurs in texts of this topic.";
    private static final int WIDTH = 264;
    private static final int HEAD = 52;
    private static final int HEIGHT = HEAD + WORDS * NamedBars.LINE + 34;

    /** What a topic takes of its width; the rest is between it and the next. */
    private static final int INNER = WIDTH - 20;

    private static final Font WHERE = Picture.font(Font.PLAIN, 13);

    /**
     * A topic.
     *
     * @param words the most typical ones, the most frequent first
     * @param weights of the words: their shares in the topic
     * @param share of all counts that the model explains, from 0 to 1
     * @param where it prevails
     */
    public record Topic(List<String> words, List<Double> weights, double share, String where) {}

    private TopicsPicture() {}

    /** Writes topics as PNG. */
    public static void write(Report report, List<Topic> topics, OutputStream out)
            throws IOException {
        int rows = Math.max(1, Math.ceilDiv(topics.size(), ACROSS));
        Picture picture = new Picture(2 * Picture.MARGIN + ACROSS * WIDTH, TOP + rows * HEIGHT);
        picture.heading(report);
        picture.text(LEGEND, Picture.MARGIN, TOP - 28, Picture.font(Font.PLAIN, 18), Picture.INK);
        for (int k = 0; k < topics.size(); k++) {
            int x = Picture.MARGIN + k % ACROSS * WIDTH;
            Topic topic = topics.get(k);
            String share =
                    "Topic " + (k + 1) + ": " + Rounded.percent(topic.share()) + " of the words";
            draw(picture, share, topic, x, TOP + k / ACROSS * HEIGHT);
        }
        picture.write(out);
    }

    private static void draw(Picture picture, String heading, Topic topic, int x, int y) {
        picture.text(heading, x, y + 20, Picture.font(Font.BOLD, 16), Picture.INK);
        picture.text(Labels.fit(topic.where(), WHERE, INNER), x, y + 40, WHERE, Picture.FAINT);
        List<Bar> bars =
                IntStream.range(0, topic.words().size())
                        .mapToObj(k -> new Bar(topic.words().get(k), topic.weights().get(k)))
                        .toList();
        NamedBars.draw(picture, bars, weight -> "", x, y + HEAD, INNER);
    }
}
