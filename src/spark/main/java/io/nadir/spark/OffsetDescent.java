package io.nadir.spark;

import io.nadir.array.Panel;
import io.nadir.kernel.Panels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.descent.QuasiNewton;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Quasi-Newton steps in V and the offsets of the columns together, one pass each. Certificates find
 * the best offsets for their V; descent goes on from these.
 */
final class OffsetDescent implements DescentMethod {
    /** The name under which it is selected. */
    static final String NAME = "quasi-newton-with-offsets";

    private final Passes passes;
    private final QuasiNewton inner;
    private double[] last = new double[0];

    OffsetDescent(Objective<RowsMap> objective) {
        this.passes = objective.map().passes();
        OffsetTerms terms = Objects.requireNonNull(passes.problem().offsetTerms(), "offsets");
        double lambda = objective.lambda();
        JointMap map = new JointMap(objective.map());
        this.inner = new QuasiNewton(new Objective<>(map, new JointPenalty(terms, lambda), lambda));
    }

    @Override
    public double step(Factors w) {
        int r = w.rank();
        double[] q = q();
        if (!Arrays.equals(q, last)) {
            inner.restart();
        }
        Panel column = Partial.padded(q, q.length, 1);
        Factors joint = Factors.wrap(r + 1, Panels.concatenate(w.block(0), column));
        double value = inner.step(joint);
        double[] next = JointMap.column(joint.block(0), r);
        passes.setColumnOffsets(next);
        last = next;
        joint.setRank(r);
        w.set(joint);
        return value;
    }

    private double[] q() {
        return Objects.requireNonNull(passes.columnOffsets(), "offsets").clone();
    }

    @Override
    public double decrease(double before, double after) {
        return inner.decrease(before, after);
    }

    @Override
    public int patience() {
        return inner.patience();
    }

    @Override
    public double worthAppending() {
        return inner.worthAppending();
    }

    @Override
    public double worthDescending(int appended) {
        return inner.worthDescending(appended);
    }

    @Override
    public void restart() {
        inner.restart();
    }

    @Override
    public void save(DataOutput out) throws IOException {
        double[] q = q();
        for (double element : q) {
            out.writeDouble(element);
        }
        out.writeBoolean(Arrays.equals(q, last));
        inner.save(out);
    }

    @Override
    public void load(DataInput in) throws IOException {
        double[] q = q();
        for (int j = 0; j < q.length; j++) {
            q[j] = in.readDouble();
        }
        passes.setColumnOffsets(q);
        last = in.readBoolean() ? q : new double[0];
        inner.load(in);
    }
}
