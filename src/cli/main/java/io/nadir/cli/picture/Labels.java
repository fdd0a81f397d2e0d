package io.nadir.cli.picture;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Names of rows, columns and jobs as labels. They may have any length and any characters; a label
 * fits into its room, and none lies over another.
 */
final class Labels {
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    /** Characters that are not shown, or that turn the order of those that are. */
    private static final Pattern UNSEEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069]");

    /** Between two labels side by side, in pixels. */
    private static final int GAP = 16;

    /** Less is not worth leaving out. */
    private static final int SHORTEST_PREFIX = 5;

    /** More characters have no room in any picture. */
    private static final int LONGEST = 400;

    private Labels() {}

    /** The pixels that a text takes. */
    static int width(String text, Font font) {
        return (int) Math.ceil(font.getStringBounds(text, CONTEXT).getWidth());
    }

    /**
     * Returns a name as it fits into so many pixels. A long one has its middle left out: names
     * often differ at their ends only.
     */
    static String fit(String name, Font font, int room) {
        int[] points = name.codePoints().toArray();
        String whole = points.length > LONGEST ? shortened(points, LONGEST) : name;
        String text = UNSEEN.matcher(whole).replaceAll("\uFFFD");
        if (width(text, font) <= room) {
            return text;
        }
        points = text.codePoints().toArray();
        int fits = 0;
        int most = points.length - 1;
        while (fits < most) {
            int kept = (fits + most + 1) / 2;
            if (width(shortened(points, kept), font) <= room) {
                fits = kept;
            } else {
                most = kept - 1;
            }
        }
        return shortened(points, fits);
    }

    /**
     * Returns names as they fit into so many pixels each. Where one does not fit, what all of them
     * begin with is left out first, so that they can be told apart.
     */
    static List<String> fitAll(List<String> names, Font font, int room) {
        int common = commonLength(names);
        boolean fit = names.stream().allMatch(name -> fit(name, font, room).equals(name));
        if (fit || names.size() < 2 || common < SHORTEST_PREFIX) {
            return names.stream().map(name -> fit(name, font, room)).toList();
        }
        return names.stream().map(name -> fit("…" + name.substring(common), font, room)).toList();
    }

    /** How many characters all names begin with, up to the last that is no letter or digit. */
    private static int commonLength(List<String> names) {
        String first = names.isEmpty() ? "" : names.getFirst();
        int common = first.length();
        for (String name : names) {
            int same = 0;
            while (same < Math.min(common, name.length())
                    && name.charAt(same) == first.charAt(same)) {
                same++;
            }
            common = same;
        }
        while (common > 0 && Character.isLetterOrDigit(first.charAt(common - 1))) {
            common--;
        }
        return common > 0 && Character.isSurrogate(first.charAt(common - 1)) ? common - 1 : common;
    }

    private static String shortened(int[] points, int kept) {
        int tail = kept / 3;
        return new String(points, 0, kept - tail)
                + "…"
                + new String(points, points.length - tail, tail);
    }

    /** Returns the pixels that the widest of some labels takes, and the gap to the next one. */
    static int pitch(List<String> labels, Font font) {
        return GAP + labels.stream().mapToInt(label -> width(label, font)).max().orElse(0);
    }
}
