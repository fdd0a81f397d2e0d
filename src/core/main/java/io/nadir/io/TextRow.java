package io.nadir.io;

import java.util.Arrays;
import java.util.List;

/**
 * A line of a text.
 *
 * @param line its number, from 1
 * @param fields without blanks around them
 * @param comment whether it is one, with its text as the only field
 */
record TextRow(long line, String[] fields, boolean comment) {
    /** The field, from 0. */
    String field(int k) {
        return fields[k];
    }

    /** Number of fields. */
    int size() {
        return fields.length;
    }

    /** All fields. */
    List<String> all() {
        return Arrays.asList(fields);
    }

    /** Whether there is nothing. */
    boolean isEmpty() {
        return fields.length == 0 || (fields.length == 1 && fields[0].isEmpty());
    }
}
