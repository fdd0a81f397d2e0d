package io.nadir.matrix.descent;

import io.nadir.array.Panel;
import io.nadir.kernel.PanelProducts;
import io.nadir.kernel.Panels;
import io.nadir.kernel.ThinQr;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.BlockPenalty;
import io.nadir.model.Factors;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@link BarrierNewton} for the rows of a matrix: columns of V are scaled to norms near 1, those of
 * norm 0 left out, and rows solved one by one unless the penalty couples them.
 */
final class CentralPath {
    private final PanelProducts products = new PanelProducts();
    private final MatrixMap map;
    private final BlockPenalty form;
    private final double tolerance;
    private final @Nullable RowOffsets offsets;
    private FenchelGap sum = new FenchelGap(0, 0);

    CentralPath(MatrixMap map, BlockPenalty form, double tolerance) {
        this.map = map;
        this.form = form;
        this.tolerance = tolerance;
        this.offsets = RowOffsets.of(map);
    }

    /**
     * Replaces U, and returns what it comes to, without what U does not change: that of V, and of
     * data outside of its span where {@link MatrixMap#hasFastGram}. Single use.
     *
     * @param w with U = 0
     * @param weights of h for each column
     */
    FenchelGap minimize(Factors w, double[] weights) {
        ScaledColumns columns =
                offsets == null
                        ? ScaledColumns.of(w.block(1), weights, form, null)
                        : ScaledColumns.of(
                                offsets.withOnes(w.block(1)),
                                offsets.withPenalty(weights),
                                form,
                                offsets);
        Panel u = w.block(0);
        if (map.hasFastGram()) {
            minimizeCompressed(columns, u);
        } else if (columns.penalty().isCoupled()) {
            List<RegressionRow> rows = new ArrayList<>();
            map.visitEntries(empty(), false, row -> rows.add(RegressionRow.of(row)));
            minimize(rows, 0, columns.v(), columns, u);
        } else {
            map.visitEntries(
                    empty(),
                    false,
                    row -> {
                        List<RegressionRow> one = List.of(RegressionRow.of(row));
                        minimize(one, row.index(), columns.v(), columns, u);
                    });
        }
        return sum;
    }

    /** ½‖Y − UVᵀ‖² = ½‖YQ − URᵀ‖² + what U does not change, V = QR. */
    private void minimizeCompressed(ScaledColumns columns, Panel u) {
        Panel q = Panels.copy(columns.v());
        Panel r = Panels.copy(ThinQr.factor(q, products));
        Panel data = Panel.zeros(map.rows(), q.columns());
        map.multiplyData(q, Panel.zeros(map.rows(), 0), data, Panel.zeros(map.columns(), 0));
        List<RegressionRow> rows = new ArrayList<>();
        for (int i = 0; i < map.rows(); i++) {
            RegressionRow row = RegressionRow.of(data, i);
            if (columns.penalty().isCoupled()) {
                rows.add(row);
            } else {
                minimize(List.of(row), i, r, columns, u);
            }
        }
        if (columns.penalty().isCoupled()) {
            minimize(rows, 0, r, columns, u);
        }
    }

    /** Solves for rows of U that lie one after the other, and stores them. */
    private void minimize(
            List<RegressionRow> data, int first, Panel v, ScaledColumns columns, Panel u) {
        double[] shift = offsets == null ? null : offsets.columns();
        RegressionRows rows = new RegressionRows(map.loss(), v, shift, data);
        BarrierNewton newton =
                new BarrierNewton(rows, columns.penalty(), tolerance, map::checkCancelled);
        if (offsets != null && offsets.rows() != null) {
            double[] own = Arrays.copyOfRange(offsets.rows(), first, first + data.size());
            newton.startAt(columns.scaledOffsets(own));
        }
        sum = sum.plus(newton.minimize());
        columns.store(newton.point(), first, u);
    }

    private Factors empty() {
        return Factors.empty(map.rows(), map.columns());
    }
}
