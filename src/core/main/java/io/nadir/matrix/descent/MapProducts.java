package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.Factors;

/** Products with the data of a map. */
final class MapProducts implements DataProducts {
    private final MatrixMap map;
    private final Factors none;

    /**
     * Binds a map.
     *
     * @param map with fast Gram products
     */
    MapProducts(MatrixMap map) {
        this.map = map;
        this.none = Factors.empty(map.rows(), map.columns());
    }

    @Override
    public void multiplyInto(Panel v, Panel out) {
        map.multiplyData(v, none.block(0), out, none.block(1));
    }

    @Override
    public void transposeMultiplyInto(Panel u, Panel out) {
        map.multiplyData(none.block(1), u, none.block(0), out);
    }

    @Override
    public double halfSquare() {
        return map.valueAtZero();
    }

    @Override
    public double loss(Factors w, Factors gradient) {
        return map.evaluate(w, gradient);
    }
}
