package io.nadir.matrix;

/** What is done with the entries that the loss sees, row by row. */
@FunctionalInterface
public interface EntryVisitor {
    /** Takes the next row; it may not keep the arrays. */
    void visit(EntryRow row);
}
