package io.nadir.solver;

import io.nadir.certify.Certificate;
import io.nadir.certify.CertificateRequest;
import io.nadir.certify.Certifier;
import io.nadir.certify.Evidence;
import io.nadir.certify.Verdict;
import io.nadir.certify.Witnesses;
import io.nadir.kernel.WorkInterruptedException;
import io.nadir.model.Factors;
import io.nadir.model.MatrixMap;
import io.nadir.model.Regularizer;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * The loop of the papers (Haeffele &amp; Vidal 2017, section 6; Vidal, Zhu &amp; Haeffele, section
 * 1.4.1): descend to a first-order point, solve the polar problem, certify or append, repeat.
 *
 * <p>The objective never rises, so the current point is always the best one. One solve for each
 * object.
 */
public final class GlobalSolver {
    /** First stop of descent: a step that lowers f by less than this share of the gap wanted. */
    private static final double DESCENT_SHARE = 0.01;

    /** How much finer descent gets when a certificate was undecided. */
    private static final double REFINEMENT = 0.01;

    /** Share of the gap wanted up to which witnesses need not have converged. */
    private static final double WITNESS_SHARE = 0.05;

    /** Relative change of f that rounding can explain. */
    private static final double ROUNDING = 1e-12;

    private final double lambda;
    private final SolverOptions options;
    private final DescentMethod descent;
    private final Certifier certifier;
    private final Factors w;
    private final Clock clock = new Clock();

    private final double curvature;

    /** ℓ(Y, 0), what rounding errors of f are relative to. */
    private final double scale;

    private double objective;
    private double lowerBound;
    private int iterations;
    private int appends;
    private boolean cancelled;

    /** What the last append must have lowered f to; infinite when that has been confirmed. */
    private double promised = Double.POSITIVE_INFINITY;

    /** The certificate of the current point, if it has one. */
    private @Nullable Certificate certificate;

    /**
     * Prepares a solve.
     *
     * @param lambda finite and more than 0
     * @throws IllegalArgumentException if the start does not fit the data, or the descent that the
     *     options name does not go with the model
     */
    public GlobalSolver(MatrixMap map, Regularizer theta, double lambda, SolverOptions options) {
        this.lambda = lambda;
        this.options = options;
        this.certifier = new Certifier(map, theta, lambda);
        Factors start = options.start();
        this.w = start == null ? Factors.empty(map.rows(), map.columns()) : start.copy();
        certifier.requireFit(w);
        map.cancelAfter(nanos(options.timeLimit()));
        this.curvature = map.curvature();
        this.scale = map.valueAtZero();
        this.objective = w.rank() == 0 ? scale : Double.POSITIVE_INFINITY;
        this.descent = options.descent().method(map, theta, lambda);
    }

    /**
     * Runs until the certificate holds, or a limit, the listener or an interruption ends it. An
     * interruption is not thrown: the result has the best point, and the thread's flag stays set.
     */
    public Solution solve() {
        StopReason reason;
        try {
            reason = loop();
        } catch (WorkInterruptedException interrupted) {
            reason =
                    Thread.currentThread().isInterrupted()
                            ? StopReason.INTERRUPTED
                            : StopReason.TIME_LIMIT;
        }
        Certificate last = certificate != null ? certificate : uncertified();
        return new Solution(w, last, reason, iterations, appends, clock.seconds());
    }

    private StopReason loop() {
        double tolerance = DESCENT_SHARE * options.relativeGap();
        for (int attempt = 1; ; attempt++) {
            boolean moved = w.rank() > 0 && descend(tolerance);
            if (mustStop()) {
                return stopReason();
            }
            Certifier.Check check = certify(attempt);
            Verdict verdict = check.certificate().verdict();
            if (verdict == Verdict.GLOBAL) {
                return StopReason.CERTIFIED;
            }
            if (mustStop()) {
                return stopReason();
            }
            if (verdict == Verdict.NOT_GLOBAL && w.rank() >= options.maxRank()) {
                return StopReason.MAX_RANK;
            }
            boolean appended = verdict == Verdict.NOT_GLOBAL && append(check);
            if (!appended && !moved && attempt > 1) {
                return StopReason.STALLED;
            }
            if (!appended) {
                tolerance *= REFINEMENT;
            }
        }
    }

    /** Steps until one lowers f by less than {@code tolerance} · f; whether any lowered it. */
    private boolean descend(double tolerance) {
        boolean moved = false;
        while (true) {
            double before = objective;
            clock.start();
            Events.Iteration event = new Events.Iteration();
            event.begin();
            double after = descent.step(w);
            event.end(w.rank(), after);
            clock.endDescent();
            iterations++;
            certificate = null;
            requirePromise(after);
            objective = Math.min(before, after);
            moved |= after < before;
            cancelled |= !options.listener().onIteration(progress());
            if (mustStop() || !(before - after > tolerance * after)) {
                return moved;
            }
        }
    }

    private Certifier.Check certify(int attempt) {
        clock.start();
        Events.Certified event = new Events.Certified();
        event.begin();
        // δ/2 + δ/4 + …: all certificates of a solve together fail with probability at most δ.
        double share = options.delta() * Math.max(Math.pow(0.5, attempt), 1e-100);
        Certifier.Check check =
                certifier.check(
                        w,
                        new CertificateRequest(
                                options.relativeGap(), options.evidence(), share, options.seed()));
        Certificate found = check.certificate();
        if (found.polar().evidence() == Evidence.PROBABLE) {
            found = found.withDelta(options.delta());
        }
        event.end(found);
        clock.endCertify();
        certificate = found;
        objective = found.objective();
        lowerBound = Math.max(lowerBound, found.lowerBound());
        cancelled |= !options.listener().onCertificate(found, progress());
        return check;
    }

    /** Appends witnesses; false if there are none worth it. */
    private boolean append(Certifier.Check check) {
        clock.start();
        Events.Append event = new Events.Append();
        event.begin();
        double negligible = WITNESS_SHARE * options.relativeGap() * objective;
        double tolerance = Math.max(1e-7, Math.sqrt(WITNESS_SHARE * options.relativeGap()));
        double share = descent.worthAppending();
        Witnesses witnesses = check.witnesses(tolerance, negligible, share);
        double[] polar = witnesses.values();
        double length = lambda / (curvature * witnesses.spread());
        double worth = polar.length == 0 ? 0 : 1 + Math.sqrt(share) * (polar[0] - 1);
        int count = 0;
        double gain = 0;
        while (count < polar.length
                && polar[count] > 1
                && polar[count] >= worth
                && w.rank() < options.maxRank()) {
            double tau = length * (polar[count] - 1);
            w.append(witnesses.blocks(), count, Math.sqrt(tau));
            gain += 0.5 * lambda * tau * (polar[count] - 1);
            count++;
        }
        appends += count;
        event.end(count, objective - gain);
        clock.endAppend();
        if (count == 0) {
            return false;
        }
        certificate = null;
        descent.restart();
        promised = objective - gain;
        objective = promised;
        cancelled |= !options.listener().onAppend(count, progress());
        return true;
    }

    /** After an append f has strictly dropped, or certificate or witnesses are wrong. */
    private void requirePromise(double after) {
        if (after > promised + ROUNDING * scale) {
            throw new IllegalStateException(
                    "objective " + after + " after an append that promised " + promised);
        }
        promised = Double.POSITIVE_INFINITY;
    }

    private boolean mustStop() {
        return cancelled || clock.total() > 1e-9 * nanos(options.timeLimit());
    }

    /** Durations beyond 292 years have no number of nanoseconds. */
    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) < 0
                ? duration.toNanos()
                : Long.MAX_VALUE;
    }

    private StopReason stopReason() {
        return cancelled ? StopReason.CANCELLED : StopReason.TIME_LIMIT;
    }

    private Progress progress() {
        return new Progress(iterations, w.rank(), objective, lowerBound, clock.total());
    }

    /** What is known of the current point without another look at the data. */
    private Certificate uncertified() {
        return Certificate.unknown(objective, Math.min(objective, lowerBound));
    }

    /** Wall-clock time by phase. */
    private static final class Clock {
        private final long begin = System.nanoTime();
        private long phase = begin;
        private double descent;
        private double certify;
        private double append;

        void start() {
            phase = System.nanoTime();
        }

        void endDescent() {
            descent += sincePhase();
        }

        void endCertify() {
            certify += sincePhase();
        }

        void endAppend() {
            append += sincePhase();
        }

        double total() {
            return 1e-9 * (System.nanoTime() - begin);
        }

        Solution.Seconds seconds() {
            return new Solution.Seconds(descent, certify, append, total());
        }

        private double sincePhase() {
            return 1e-9 * (System.nanoTime() - phase);
        }
    }
}
