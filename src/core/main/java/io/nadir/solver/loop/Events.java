package io.nadir.solver.loop;

import io.nadir.certify.Certificate;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

import org.jspecify.annotations.Nullable;

/**
 * Flight recorder events of a solve. An event class registers itself when it is first used, which
 * takes a process 0.05 to 0.1 seconds; so without Flight Recorder none is.
 */
final class Events {
    private Events() {}

    /** Begins a descent step; null without Flight Recorder. */
    static @Nullable Iteration beginIteration() {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        Iteration event = new Iteration();
        event.begin();
        return event;
    }

    /** Begins a certificate; null without Flight Recorder. */
    static @Nullable Certified beginCertificate() {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        Certified event = new Certified();
        event.begin();
        return event;
    }

    /** Begins an append; null without Flight Recorder. */
    static @Nullable Append beginAppend() {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        Append event = new Append();
        event.begin();
        return event;
    }

    /** A descent step. */
    @Name("io.nadir.Iteration")
    @Label("Descent step")
    @Category("Nadir")
    @Description("One step of descent at a fixed number of columns")
    @StackTrace(false)
    static final class Iteration extends Event {
        @Label("Rank")
        int rank;

        @Label("Objective")
        double objective;

        void end(int newRank, double newObjective) {
            rank = newRank;
            objective = newObjective;
            commit();
        }
    }

    /** A certificate. */
    @Name("io.nadir.Certificate")
    @Label("Certificate")
    @Category("Nadir")
    @Description("Bounds of the polar and of the gap at a point")
    @StackTrace(false)
    static final class Certified extends Event {
        @Label("Verdict")
        String verdict = "";

        @Label("Polar, lower bound")
        double polarLower;

        @Label("Polar, upper bound")
        double polarUpper;

        @Label("Relative gap")
        double relativeGap;

        @Label("Passes over the data")
        int passes;

        void end(Certificate certificate) {
            verdict = certificate.verdict().name();
            polarLower = certificate.polar().lower();
            polarUpper = certificate.polar().upper();
            relativeGap = certificate.relativeGap();
            passes = certificate.work().passes();
            commit();
        }
    }

    /** An append. */
    @Name("io.nadir.Append")
    @Label("Append")
    @Category("Nadir")
    @Description("Columns appended along witnesses of the polar")
    @StackTrace(false)
    static final class Append extends Event {
        @Label("Columns")
        int columns;

        @Label("Objective")
        double objective;

        void end(int newColumns, double newObjective) {
            columns = newColumns;
            objective = newObjective;
            commit();
        }
    }
}
