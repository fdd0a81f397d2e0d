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
