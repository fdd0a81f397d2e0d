package io.nadir.solver.loop;

import io.nadir.kernel.Kernels;
import io.nadir.model.DescentMethod;
import io.nadir.model.Effort;
import io.nadir.model.FactorizationMap;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.solver.SolveState;
import io.nadir.solver.SolverOptions;
import io.nadir.solver.descent.SavedFactors;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The implementation of {@link SolveState}: the variables of the loop, with the point and the state
 * of the descent method.
 */
public final class LoopState implements SolveState {
    /** The variables of the loop, in their order in the stream. */
    double objective;

    double lowerBound;
    double promised = Double.POSITIVE_INFINITY;
    double tolerance;

    /** The tolerance that applies instead if it is larger, as long as appends lower f by more. */
    double coarse;

    /** The floating-point operations of descent and certificates, and those of relaxations. */
    double work;

    double relaxationWork;

    /** The operations of bounds of refuted points that the solve did not need. */
    double boundWork;

    int iterations;
    int appends;
    int attempt;
    int idle;
    boolean moved;
    boolean descending;

    /**
     * The operations of the certificate of the present point, and of relaxations at this point.
     * They count once the loop goes on from here: a solve that ends here and is resumed makes the
     * certificate again, with the budget that it had.
     */
    double certificateWork;

    double certificateRelaxation;

    double certificateBound;

    private final String identity;
    private Factors factors;
    private Memory memory;

    private LoopState(String identity, Factors factors, Memory memory) {
        this.identity = identity;
        this.factors = factors;
        this.memory = memory;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public int iterations() {
        return iterations;
    }

    /** Returns whether descent is cut short, to be continued when no column can be appended. */
    boolean isCoarse() {
        return coarse > tolerance;
    }

    /** Returns the relative decrease of f below which a step hardly lowers f. */
    double accuracy() {
        return Math.max(coarse, tolerance);
    }

    /** Counts the work of the certificate of the present point, which the loop leaves now. */
    void leavePoint() {
        work += certificateWork;
        relaxationWork += certificateRelaxation;
        boundWork += certificateBound;
        certificateWork = 0;
        certificateRelaxation = 0;
        certificateBound = 0;
    }

    /** Returns what is left of the operations that relaxations may take. */
    double operationsLeft(Effort effort) {
        return effort.operations(work + certificateWork) - (relaxationWork + certificateRelaxation);
    }

    /** Creates the state of a solve that starts. */
    static LoopState begin(
            Objective<?> objective, SolverOptions options, Factors w, DescentMethod descent) {
        boolean kept = options.checkpoints() != null;
        String identity = kept ? identity(objective, options) : "";
        LoopState fresh = new LoopState(identity, w, descent::save);
        fresh.objective = Double.POSITIVE_INFINITY;
        fresh.tolerance = descent.closeEnough() * options.relativeGap();
        fresh.attempt = 1;
        fresh.descending = w.rank() > 0;
        return fresh;
    }

    /**
     * Creates the state of a solve that is resumed: keeps the variables of the loop, and moves the
     * content to {@code w} and {@code descent}.
     *
     * @throws IllegalArgumentException if it is the state of another solve
     */
    static LoopState resume(
            SolveState saved,
            Objective<?> objective,
            SolverOptions options,
            Factors w,
            DescentMethod descent) {
        String identity = identity(objective, options);
        if (!(saved instanceof LoopState state) || !saved.identity().equals(identity)) {
            throw new IllegalArgumentException(
                    "the state to resume is of [%s], this solve is [%s]"
                            .formatted(saved.identity(), identity));
        }
        w.set(state.factors);
        state.factors = w;
        state.memory.restoreTo(descent);
        state.memory = descent::save;
        return state;
    }

    /** Returns a description of everything that influences the bits of the result. */
    private static String identity(Objective<?> objective, SolverOptions options) {
        FactorizationMap map = objective.map();
        return String.format(
                "%s data %016x, loss %s, regularizer %s, lambda %s, gap %s, %s, delta %s,"
                        + " effort %s, descent %s, %s %d, seed %d, kernels %s",
                map.dimensions(),
                map.data().fingerprint(),
                map.loss().name(),
                objective.regularizer().name(),
                objective.lambda(),
                options.relativeGap(),
                options.evidence(),
                options.delta(),
                options.effort(),
                options.descent(),
                options.isRankFixed() ? "rank" : "max rank",
                options.maxRank(),
                options.seed(),
                Kernels.get().describe());
    }

    @Override
    public void writeTo(OutputStream stream) throws IOException {
        Objects.requireNonNull(stream, "stream");

        DataOutputStream out = new DataOutputStream(stream);
        out.writeUTF(identity);
        double[] numbers = {
            objective, lowerBound, promised, tolerance, coarse, work, relaxationWork, boundWork
        };
        for (double number : numbers) {
            out.writeDouble(number);
        }
        for (int number : new int[] {iterations, appends, attempt, idle}) {
            out.writeInt(number);
        }
        out.writeBoolean(moved);
        out.writeBoolean(descending);
        SavedFactors.write(out, factors);
        memory.save(out);
        out.flush();
    }

    /**
     * Reads a state that {@link #writeTo} wrote, up to the end of the stream.
     *
     * @throws IOException if {@code stream} throws it or ends too early
     */
    public static LoopState readFrom(InputStream stream) throws IOException {
        Objects.requireNonNull(stream, "stream");

        DataInputStream in = new DataInputStream(stream);
        String identity = in.readUTF();
        LoopState state = new LoopState(identity, Factors.empty(), out -> {});
        state.objective = in.readDouble();
        state.lowerBound = in.readDouble();
        state.promised = in.readDouble();
        state.tolerance = in.readDouble();
        state.coarse = in.readDouble();
        state.work = in.readDouble();
        state.relaxationWork = in.readDouble();
        state.boundWork = in.readDouble();
        state.iterations = in.readInt();
        state.appends = in.readInt();
        state.attempt = in.readInt();
        state.idle = in.readInt();
        state.moved = in.readBoolean();
        state.descending = in.readBoolean();
        state.factors = SavedFactors.read(in);
        state.memory = Stored.of(in);
        return state;
    }

    /** What a descent method remembers from step to step. */
    @FunctionalInterface
    interface Memory {
        /** Writes the memory. */
        void save(DataOutput out) throws IOException;

        /** Restores the memory to a new method of the same kind. */
        default void restoreTo(DescentMethod descent) {
            throw new IllegalStateException("this is a live state");
        }
    }

    /** The memory of a method that is not running, in pieces because one array may be too short. */
    private record Stored(List<byte[]> pieces) implements Memory {
        private static final int PIECE = 1 << 20;

        /** Reads the rest of a stream. */
        static Stored of(InputStream stream) throws IOException {
            List<byte[]> pieces = new ArrayList<>();
            byte[] piece = stream.readNBytes(PIECE);
            while (piece.length > 0) {
                pieces.add(piece);
                piece = stream.readNBytes(PIECE);
            }
            return new Stored(pieces);
        }

        @Override
        public void save(DataOutput out) throws IOException {
            for (byte[] piece : pieces) {
                out.write(piece);
            }
        }

        @Override
        public void restoreTo(DescentMethod descent) {
            Stream<InputStream> streams = pieces.stream().map(ByteArrayInputStream::new);
            try {
                descent.load(
                        new DataInputStream(
                                new SequenceInputStream(
                                        Collections.enumeration(streams.toList()))));
            } catch (EOFException e) {
                throw new IllegalArgumentException("the state of the descent ends too early", e);
            } catch (IOException e) {
                throw new IllegalArgumentException("the state of the descent is damaged", e);
            }
        }
    }

    @Override
    public String toString() {
        return "SolveState after " + iterations() + " iterations of " + identity();
    }
}
