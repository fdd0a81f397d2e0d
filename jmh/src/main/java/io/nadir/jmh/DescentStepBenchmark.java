package io.nadir.jmh;

import io.nadir.loss.SquaredLoss;
import io.nadir.matrix.map.MatrixMap;
import io.nadir.model.DescentMethod;
import io.nadir.model.Factors;
import io.nadir.model.Objective;
import io.nadir.regularizer.SquaredNorms;
import io.nadir.solver.Descent;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.concurrent.TimeUnit;

/** One descent step at rank 20 on 4000×2000, the mean of the first few from a random start. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class DescentStepBenchmark {
    /** Steps of a call. */
    static final int STEPS = 4;

    /** How to descend. */
    @Param({"subspace", "alternating-least-squares", "proximal-gradient"})
    public String descent = "subspace";

    private LowRankProblem problem = LowRankProblem.STANDARD;
    private DescentMethod method;
    private Factors start;
    private Factors w;

    /** Makes another problem the one to descend on. */
    DescentStepBenchmark on(LowRankProblem other) {
        problem = other;
        return this;
    }

    /** Makes problem and start. */
    @Setup
    public void setUp() {
        MatrixMap map = problem.data().bind(new SquaredLoss(), 1, null);
        method =
                new Descent(descent)
                        .method(new Objective<>(map, new SquaredNorms(), problem.lambda()));
        start = problem.start();
        w = start.copy();
    }

    /**
     * A step of the method.
     *
     * @return f after the last of them
     */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public double step() {
        return descend(method, start, w);
    }

    /** The first few steps from a start, which leave {@code w} where they lead; returns f there. */
    static double descend(DescentMethod method, Factors start, Factors w) {
        w.set(start);
        method.restart();
        double objective = Double.NaN;
        for (int i = 0; i < STEPS; i++) {
            objective = method.step(w);
        }
        return objective;
    }

    /** Where the last step led. */
    Factors point() {
        return w;
    }
}
