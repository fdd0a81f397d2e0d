package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;

/**
 * A format of files of tables whose columns have names and types, such as Parquet. {@link
 * java.util.ServiceLoader} finds the formats; the artifact {@code nadir-tables} provides Parquet
 * and Arrow. {@link MatrixReader}, {@link SparseReader} and {@link PositionReader} then read them
 * like the formats of their own, and {@link MatrixWriter} writes them.
 *
 * <p>Implementations are thread-safe; what they open is used by one thread.
 */
public interface TableFormat {
    /** The number of first bytes by which a format is recognized. */
    int HEAD_BYTES = 16;

    /** Returns the name for messages, with its article, such as {@code a Parquet file}. */
    String name();

    /** Returns the endings of file names, such as {@code .parquet}, the usual one first. */
    List<String> endings();

    /**
     * Returns whether a file of this format begins so.
     *
     * @param head the first bytes of the file, at most {@link #HEAD_BYTES}
     */
    boolean recognizes(byte[] head);

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read, or is damaged; the message says in what way
     */
    Source open(Path file) throws IOException;

    /**
     * Writes a table and leaves the stream open.
     *
     * @param columns the columns, each with a value for every row
     * @param rows the number of rows
     * @param out the target
     * @throws IOException if {@code out} throws it
     */
    void write(List<Column> columns, int rows, OutputStream out) throws IOException;

    /** What the values of a column are. */
    enum Kind {
        /** Numbers, integers excepted. */
        REAL,
        /** Integers and booleans. */
        WHOLE,
        /** Texts. */
        TEXT
    }

    /**
     * A column of a file.
     *
     * @param name its name
     * @param kind what its values are; null if they are of a type that is not read
     * @param type the name of its type, for messages
     */
    record Field(String name, @Nullable Kind kind, String type) {
        /** Rejects null. */
        public Field {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
        }
    }

    /** An open file. */
    interface Source extends AutoCloseable {
        /** Returns the columns of the file, in its order. */
        List<Field> fields();

        /**
         * Begins to read; may be called once.
         *
         * @param fields the indices of the columns to read, each of which has a {@link Field#kind}
         */
        Rows rows(List<Integer> fields) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** The rows of a file, one after the other. A column k is the k-th of those chosen. */
    interface Rows {
        /**
         * Goes to the next row; to the first, when it is called first.
         *
         * @return whether there is one
         * @throws IOException if the file cannot be read, or is damaged
         */
        boolean next() throws IOException;

        /** Returns whether the value of column k is missing (null). */
        boolean isMissing(int k);

        /**
         * Returns the value of column k, of the kind {@link Kind#REAL}.
         *
         * @throws ArithmeticException if a double cannot stand for it; the message has the value
         */
        double real(int k);

        /**
         * Returns the value of column k, of the kind {@link Kind#WHOLE}.
         *
         * @throws ArithmeticException if a long cannot hold it; the message has the value
         */
        long whole(int k);

        /** Returns the value of column k, of the kind {@link Kind#TEXT}. */
        String text(int k);
    }

    /** A column to write. */
    sealed interface Column {
        /** Returns its name. */
        String name();

        /** Returns a column of numbers; NaN is written as a missing value. */
        static Column ofReals(String name, IntToDoubleFunction values) {
            return new Reals(name, values);
        }

        /** Returns a column of whole numbers; null is written as a missing value. */
        static Column ofWholes(String name, IntFunction<@Nullable Long> values) {
            return new Wholes(name, values);
        }

        /** Returns a column of texts; null is written as a missing value. */
        static Column ofTexts(String name, IntFunction<@Nullable String> values) {
            return new Texts(name, values);
        }
    }

    /**
     * A column of numbers.
     *
     * @param name its name
     * @param values the number in each row; NaN if it is missing
     */
    record Reals(String name, IntToDoubleFunction values) implements Column {
        /** Rejects null. */
        public Reals {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(values, "values");
        }
    }

    /**
     * A column of whole numbers.
     *
     * @param name its name
     * @param values the number in each row; null if it is missing
     */
    record Wholes(String name, IntFunction<@Nullable Long> values) implements Column {
        /** Rejects null. */
        public Wholes {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(values, "values");
        }
    }

    /**
     * A column of texts.
     *
     * @param name its name
     * @param values the text in each row; null if it is missing
     */
    record Texts(String name, IntFunction<@Nullable String> values) implements Column {
        /** Rejects null. */
        public Texts {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(values, "values");
        }
    }
}
