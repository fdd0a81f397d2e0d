package io.nadir.matrix;

import io.nadir.array.Panel;
import io.nadir.kernel.CompressedRows;
import io.nadir.kernel.EntryPlan;
import io.nadir.kernel.Kernels;
import io.nadir.kernel.SparseKernels;
import io.nadir.kernel.Workers;

/**
 * Products of a sparse matrix in compressed rows with panels, shared among threads. One instance
 * for each orientation.
 */
final class SparseProducts implements Workers.Task {
    private final SparseKernels kernels = Kernels.sparse();
    private final Workers workers;
    private final CompressedRows rows;
    private final EntryPlan plan;
    private double[] values = new double[0];
    private Panel b = Panel.zeros(0, 0);
    private Panel t = b;

    SparseProducts(CompressedRows rows, Workers workers) {
        this.rows = rows;
        this.workers = workers;
        this.plan = new EntryPlan(rows);
    }

    EntryPlan plan() {
        return plan;
    }

    /** T = S·B with S of the given values. */
    void multiply(double[] sparse, Panel right, Panel product) {
        values = sparse;
        b = right;
        t = product;
        workers.run(plan.size(), this);
    }

    @Override
    public void run(int chunk, Workers.Context context) {
        kernels.multiply(rows, values, plan.from(chunk), plan.to(chunk), b, t);
    }
}
