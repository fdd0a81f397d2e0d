package io.nadir.cli.picture;

import io.nadir.cli.report.Report;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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
    private static final int LINE = 22;
    private static final int HEAD = 52;
    private static final int HEIGHT = HEAD + WORDS * LINE + 34;
    private static final int BAR_LEFT = 116;
    private static final int LONGEST = WIDTH - BAR_LEFT - 20;
    private static final Color BAR = new Color(0x2F, 0x6F, 0xB5);

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
                    String.format("Topic %d: %.2g %% of the words", k + 1, 100 * topic.share());
            draw(picture, share, topic, x, TOP + k / ACROSS * HEIGHT);
        }
        picture.write(out);
    }

    private static void draw(Picture picture, String heading, Topic topic, int x, int y) {
        picture.text(heading, x, y + 20, Picture.font(Font.BOLD, 16), Picture.INK);
        picture.text(topic.where(), x, y + 40, Picture.font(Font.PLAIN, 13), Picture.FAINT);
        double heaviest = topic.weights().isEmpty() ? 1 : topic.weights().getFirst();
        for (int k = 0; k < topic.words().size(); k++) {
            int line = y + HEAD + k * LINE;
            String word = topic.words().get(k);
            picture.text(word, x, line + 16, Picture.font(Font.PLAIN, 15), Picture.INK);
            int length = (int) Math.round(LONGEST * topic.weights().get(k) / heaviest);
            picture.bar(x + BAR_LEFT, line + 4, Math.max(1, length), LINE - 8, BAR);
        }
    }
}
