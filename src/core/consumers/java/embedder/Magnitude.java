package embedder;

import io.nadir.array.Panel;
import io.nadir.array.Scratch;
import io.nadir.network.deep.layer.Layer;
import io.nadir.network.deep.layer.LayerDegree;
import io.nadir.network.deep.layer.LayerShape;
import io.nadir.network.deep.layer.Signal;

/** A layer of the application's own: |t| of every number. */
// @start region="layer"
record Magnitude() implements Layer {
    /** What a saved model calls it. */
    static final String NAME = "magnitude";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public LayerShape output(LayerShape input) {
        return input;
    }

    @Override
    public LayerDegree degree(LayerDegree input, int block) {
        return input;
    }

    @Override
    public double bound(LayerShape input, double inputNorm, double weightNorm) {
        return inputNorm;
    }

    /** Exact. */
    @Override
    public double error(LayerShape input, double inputError) {
        return inputError;
    }

    @Override
    public Pass pass(LayerShape input, int rows) {
        return new MagnitudePass();
    }

    private static final class MagnitudePass implements Pass {
        @Override
        public void forward(Signal in, Panel weights, Signal out, int rows, Scratch scratch) {
            for (int i = 0; i < rows * in.shape().size(); i++) {
                out.data()[i] = Math.abs(in.data()[i]);
            }
        }

        @Override
        public void backward(
                Signal in,
                Panel weights,
                Signal out,
                Signal outGradient,
                Signal inGradient,
                Panel weightGradient,
                int rows,
                Scratch scratch) {
            if (inGradient == null) {
                return;
            }
            for (int i = 0; i < rows * in.shape().size(); i++) {
                double gradient = outGradient.data()[i];
                inGradient.data()[i] = in.data()[i] < 0 ? -gradient : gradient;
            }
        }
    }
}
// @end
