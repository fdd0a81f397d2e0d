package io.nadir.cli.picture;

import java.awt.BasicStroke;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/**
 * Draws horizontal and vertical lines one pixel wide, on whole pixels: between two pixels, a line
 * is blurred over both, and takes twice as long to draw.
 */
final class GridStroke extends BasicStroke {
    GridStroke() {
        super(1);
    }

    @Override
    public Shape createStrokedShape(Shape shape) {
        if (!(shape instanceof Line2D line)) {
            return super.createStrokedShape(shape);
        }
        Rectangle2D bounds = line.getBounds2D();
        double x = Math.floor(bounds.getX());
        double y = Math.floor(bounds.getY());
        double right = Math.max(x + 1, Math.ceil(bounds.getMaxX()));
        double bottom = Math.max(y + 1, Math.ceil(bounds.getMaxY()));
        return bounds.getHeight() == 0
                ? new Rectangle2D.Double(x, y, right - x, 1)
                : new Rectangle2D.Double(x, y, 1, bottom - y);
    }
}
