package io.nadir.solver;

import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.SavedFactors;

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
 * All that a solve needs to go on from where it is: the point, the numbers of the loop and what the
 * descent method remembers. A solve that is resumed from it ends with the same bits as one that was
 * never interrupted.
 *
 * <p>Handed out by a running solve it is a live view, to be written at once. Not thread-safe.
 */
public final class SolveState {
    /** Numbers of the loop, in this order in the stream. */
    double objective;

    double lowerBound;
    double promised = Double.POSITIVE_INFINITY;
    double tolerance;

    /** What counts in place of the tolerance where that is less, while appends lower f by more. */
    double coarse;

    int iterations;
    int appends;
    int attempt;
    int idle;
    boolean moved;
    boolean descending;

    private final String identity;
    private Factors factors;
    private Memory memory;

    SolveState(String identity, Factors factors, Memory memory) {
        this.identity = identity;
        this.factors = factors;
        this.memory = memory;
    }

    /** Names problem and options, one line; a solve of any other refuses this state. */
    public String identity() {
        return identity;
    }

    /** Descent steps so far. */
    public int iterations() {
        return iterations;
    }

    /** Whether descent is cut short, to be carried on where no column can be appended. */
    boolean isCoarse() {
        return coarse > tolerance;
    }

    /** Relative decrease of f below which a step has hardly lowered f. */
    double accuracy() {
        return Math.max(coarse, tolerance);
    }

    /** The point, in the units that the solve works in. */
    Factors factors() {
        return factors;
    }

    /** Makes this the state of a running solve: its numbers are kept, its content goes there. */
    void attach(Factors liveFactors, DescentMethod descent) {
        liveFactors.set(factors);
        factors = liveFactors;
        memory.restoreTo(descent);
        memory = descent::save;
    }

    /**
     * Writes everything; binary, big-endian.
     *
     * @param stream left open
     * @throws IOException if {@code stream} throws it
     */
    public void writeTo(OutputStream stream) throws IOException {
        Objects.requireNonNull(stream, "stream");

        DataOutputStream out = new DataOutputStream(stream);
        out.writeUTF(identity);
        for (double number : new double[] {objective, lowerBound, promised, tolerance, coarse}) {
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
     * Reads what {@link #writeTo} wrote, up to the end of the stream.
     *
     * @throws IOException if {@code stream} throws it, or ends too early
     */
    public static SolveState readFrom(InputStream stream) throws IOException {
        Objects.requireNonNull(stream, "stream");

        DataInputStream in = new DataInputStream(stream);
        String identity = in.readUTF();
        SolveState state = new SolveState(identity, Factors.empty(), out -> {});
        state.objective = in.readDouble();
        state.lowerBound = in.readDouble();
        state.promised = in.readDouble();
        state.tolerance = in.readDouble();
        state.coarse = in.readDouble();
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

    /** What a descent method remembers. */
    @FunctionalInterface
    interface Memory {
        /** Writes it. */
        void save(DataOutput out) throws IOException;

        /** Hands it to a new method of the same kind. */
        default void restoreTo(DescentMethod descent) {
            throw new IllegalStateException("this is a live state");
        }
    }

    /** The memory of a method that does not run, in pieces, as one array may be too short. */
    private record Stored(List<byte[]> pieces) implements Memory {
        private static final int PIECE = 1 << 20;

        /** All that is left of a stream. */
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
