package io.nadir.matrix;

/** Receives the entries that carry a loss, row by row. */
@FunctionalInterface
public interface EntryVisitor {
    /** Receives the next row. Its arrays are reused, so an implementation must not keep them. */
    void visit(EntryRow row);
}
