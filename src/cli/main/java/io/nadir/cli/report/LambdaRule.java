package io.nadir.cli.report;

import io.nadir.PathPoint;

import java.util.List;

/** How a path chooses among its λ by the error on entries held out. */
public enum LambdaRule {
    /** The least error. */
    BEST {
        @Override
        public int choose(List<PathPoint> points) {
            return PathPoint.best(points);
        }
    },
    /** The largest λ whose error is within one standard error of the least. */
    ONE_SE {
        @Override
        public int choose(List<PathPoint> points) {
            return PathPoint.withinOneStandardError(points);
        }
    };

    /** The index of the point chosen, −1 if none has a score. */
    public abstract int choose(List<PathPoint> points);
}
