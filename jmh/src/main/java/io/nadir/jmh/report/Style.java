package io.nadir.jmh.report;

import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;

/** Colours, fonts and lines of all charts. */
final class Style {
    /** Of text, and of what the machine can reach. */
    static final Color INK = new Color(0x22, 0x2B, 0x36);

    static final BasicStroke SOLID =
            new BasicStroke(2.5f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    private static final Color GRID = new Color(0xE9, 0xEC, 0xF0);

    private Style() {}

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    /** The same colour for an implementation in every chart. */
    static Color color(String implementation) {
        return switch (implementation) {
            case "nadir" -> new Color(0x0B, 0x6E, 0xC5);
            case "jblas" -> new Color(0xD9, 0x5F, 0x02);
            case "netlib" -> new Color(0x1B, 0x9E, 0x77);
            case "netlib-java" -> new Color(0x66, 0xC2, 0xA5);
            case "ejml" -> new Color(0x8E, 0x5B, 0xC0);
            case "ojalgo" -> new Color(0xC2, 0x9A, 0x00);
            default -> new Color(0x6B, 0x76, 0x84);
        };
    }

    static void apply(AxesChartStyler style) {
        style.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
        style.setAxisTickLabelsFont(font(Font.PLAIN, 15)).setAxisTitleFont(font(Font.PLAIN, 15));
        style.setAxisTickLabelsColor(INK).setAxisTicksMarksVisible(false);
        style.setPlotBorderColor(GRID).setChartPadding(16).setChartBackgroundColor(Color.WHITE);
        style.setChartFontColor(INK).setChartTitleFont(font(Font.BOLD, 18));
        style.setChartTitleBoxVisible(false).setLegendFont(font(Font.PLAIN, 15));
        style.setLegendBorderColor(GRID).setLegendPosition(LegendPosition.OutsideS);
        style.setLegendLayout(LegendLayout.Horizontal);
    }
}
