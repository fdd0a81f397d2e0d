package io.nadir.matrix;

import io.nadir.loss.ConvexLoss;
import io.nadir.model.Centering;
import io.nadir.model.Factors;
import io.nadir.model.ModelData.Baseline;

import java.util.ArrayList;
import java.util.List;

/** Models of a matrix without factors. */
final class OffsetBaselines {
    /** The penalty of damped offsets: as many entries without an offset. */
    private static final double DAMPING = 5;

    private OffsetBaselines() {}

    /**
     * The mean and the offsets that are best for a loss.
     *
     * @param damped whether offsets under a penalty belong to them
     */
    static List<Baseline> of(MatrixData data, ConvexLoss loss, boolean damped) {
        List<Baseline> baselines = new ArrayList<>();
        baselines.add(baseline("mean", data.centered(Centering.GLOBAL), loss));
        baselines.add(baseline("offsets", data.centered(Centering.BOTH), loss));
        if (damped) {
            MatrixData penalized = data.centered(Centering.BOTH, DAMPING);
            baselines.add(baseline("damped offsets", penalized, loss));
        }
        return baselines;
    }

    private static Baseline baseline(String name, MatrixData data, ConvexLoss loss) {
        return new Baseline(name, data.trained(Factors.empty(data.rows(), data.columns()), loss));
    }
}
