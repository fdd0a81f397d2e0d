package io.nadir;

import io.nadir.certify.Certificate;
import io.nadir.certify.Certificate.Verdict;
import io.nadir.model.Evidence;
import io.nadir.model.Factors;
import io.nadir.model.PolarBounds;
import io.nadir.solver.Solution;
import io.nadir.solver.Solution.StopReason;

import org.jspecify.annotations.Nullable;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Writes the points of a path as bytes, with every bit preserved, and reads them. */
final class PointData {
    private PointData() {}

    static void write(DataOutput out, PathPoint point) throws IOException {
        Solution solution = point.solution();
        PathPoint.HeldOut heldOut = point.heldOut();
        Solution.Seconds seconds = solution.seconds();
        out.writeDouble(point.lambda());
        write(out, solution.factors());
        write(out, solution.certificate());
        out.writeUTF(solution.stopReason().name());
        out.writeInt(solution.iterations());
        out.writeInt(solution.appends());
        out.writeDouble(solution.nextColumn());
        write(out, seconds.descent(), seconds.certify(), seconds.append(), seconds.total());
        out.writeBoolean(heldOut != null);
        if (heldOut != null) {
            write(out, heldOut.meanLoss(), heldOut.rootMeanSquare());
            PathPoint.Spread spread = heldOut.spread();
            out.writeBoolean(spread != null);
            if (spread != null) {
                write(out, spread.meanLossError(), spread.rootMeanSquareError());
                writeScores(out, spread.scores());
            }
        }
    }

    static void writeScores(DataOutput out, List<PathPoint.Score> scores) throws IOException {
        out.writeInt(scores.size());
        for (PathPoint.Score score : scores) {
            write(out, score.meanLoss(), score.rootMeanSquare());
            out.writeBoolean(score.certified());
        }
    }

    static List<PathPoint.Score> readScores(DataInput in) throws IOException {
        List<PathPoint.Score> scores = new ArrayList<>();
        for (int k = size(in); k > 0; k--) {
            scores.add(new PathPoint.Score(in.readDouble(), in.readDouble(), in.readBoolean()));
        }
        return scores;
    }

    private static PathPoint.HeldOut readHeldOut(DataInput in) throws IOException {
        double meanLoss = in.readDouble();
        double rootMeanSquare = in.readDouble();
        PathPoint.Spread spread =
                in.readBoolean()
                        ? new PathPoint.Spread(in.readDouble(), in.readDouble(), readScores(in))
                        : null;
        return new PathPoint.HeldOut(meanLoss, rootMeanSquare, spread);
    }

    static PathPoint read(DataInput in) throws IOException {
        double lambda = in.readDouble();
        Factors factors = readFactors(in);
        Certificate certificate = readCertificate(in);
        StopReason reason = constant(StopReason.class, in.readUTF());
        int iterations = in.readInt();
        int appends = in.readInt();
        double nextColumn = in.readDouble();
        Solution.Seconds seconds =
                new Solution.Seconds(
                        in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        PathPoint.HeldOut heldOut = in.readBoolean() ? readHeldOut(in) : null;
        Solution solution =
                new Solution(
                        new PlainFactors(factors),
                        certificate,
                        reason,
                        iterations,
                        appends,
                        nextColumn,
                        seconds);
        return new PathPoint(lambda, solution, heldOut);
    }

    /** A number of things to follow. */
    static int size(DataInput in) throws IOException {
        int size = in.readInt();
        if (size < 0) {
            throw new IOException("a size is " + size);
        }
        return size;
    }

    static void write(DataOutput out, Factors factors) throws IOException {
        out.writeInt(factors.rank());
        out.writeInt(factors.order());
        for (int k = 0; k < factors.order(); k++) {
            out.writeInt(factors.dimensions().get(k));
            write(out, factors.toArray(k));
        }
    }

    static Factors readFactors(DataInput in) throws IOException {
        int rank = size(in);
        int[] rows = new int[size(in)];
        List<double[]> blocks = new ArrayList<>();
        for (int k = 0; k < rows.length; k++) {
            rows[k] = size(in);
            blocks.add(readArray(in, Math.multiplyExact(rows[k], rank)));
        }
        return Factors.copyOf(rank, rows, blocks);
    }

    private static void write(DataOutput out, Certificate certificate) throws IOException {
        PolarBounds polar = certificate.polar();
        Certificate.Work work = certificate.work();
        out.writeUTF(certificate.verdict().name());
        out.writeUTF(polar.evidence().name());
        write(
                out,
                polar.lower(),
                polar.upper(),
                polar.delta(),
                certificate.objective(),
                certificate.lowerBound(),
                certificate.gap(),
                certificate.relativeGap(),
                certificate.equilibrium(),
                certificate.columnEquilibrium(),
                certificate.sufficient(),
                work.seconds());
        out.writeInt(work.passes());
        out.writeInt(work.krylovSteps());
        out.writeInt(work.factorizations());
        out.writeBoolean(certificate.tightenable());
        write(out, polar.witness());
    }

    private static Certificate readCertificate(DataInput in) throws IOException {
        Verdict verdict = constant(Verdict.class, in.readUTF());
        Evidence evidence = constant(Evidence.class, in.readUTF());
        double[] numbers = readArray(in, 11);
        int passes = in.readInt();
        int krylovSteps = in.readInt();
        int factorizations = in.readInt();
        boolean tightenable = in.readBoolean();
        return new Certificate(
                verdict,
                new PolarBounds(numbers[0], numbers[1], evidence, numbers[2], readWitness(in)),
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                numbers[8],
                numbers[9],
                tightenable,
                new Certificate.Work(passes, krylovSteps, factorizations, numbers[10]));
    }

    private static void write(DataOutput out, @Nullable List<double[]> witness) throws IOException {
        out.writeInt(witness == null ? 0 : witness.size());
        for (double[] block : witness == null ? List.<double[]>of() : witness) {
            out.writeInt(block.length);
            write(out, block);
        }
    }

    private static @Nullable List<double[]> readWitness(DataInput in) throws IOException {
        List<double[]> witness = new ArrayList<>();
        for (int k = size(in); k > 0; k--) {
            witness.add(readArray(in, size(in)));
        }
        return witness.isEmpty() ? null : witness;
    }

    private static void write(DataOutput out, double... numbers) throws IOException {
        for (double number : numbers) {
            out.writeDouble(number);
        }
    }

    private static double[] readArray(DataInput in, int length) throws IOException {
        double[] numbers = new double[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = in.readDouble();
        }
        return numbers;
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new IOException(name + " is none of " + type.getSimpleName());
    }
}
