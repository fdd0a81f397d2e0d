package io.nadir.solver.loop;

import io.nadir.certify.Certificate;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder events of a solve; they cost nothing unless a recording is on. */
final class Events {
    private Events() {}

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
