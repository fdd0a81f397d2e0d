package embedder.symmetric;

import io.nadir.array.Panel;
import io.nadir.model.Factors;
import io.nadir.model.TrainedModel;

import java.util.List;

/** What a solve leaves behind: X = W·Wᵀ. */
public record TrainedSymmetric(Factors factors) implements TrainedModel {
    static final String KIND = "symmetric";

    /** Refuses factors of another shape, which a file might have. */
    public TrainedSymmetric {
        if (factors.order() != 1) {
            throw new IllegalArgumentException(
                    factors.order() + " factors, allowed for a symmetric model is 1");
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public List<String> factorNames() {
        return List.of("W");
    }

    @Override
    public double[] entries(int[]... indices) {
        Panel w = factors.block(0);
        double[] out = new double[indices[0].length];
        for (int at = 0; at < out.length; at++) {
            for (int c = 0; c < factors.rank(); c++) {
                out[at] += w.get(indices[0][at], c) * w.get(indices[1][at], c);
            }
        }
        return out;
    }
}
