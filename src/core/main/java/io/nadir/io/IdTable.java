package io.nadir.io;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Gives ids consecutive numbers, from 0: first as they come, and at the end in their order, which
 * is that of numbers if all ids are whole numbers, and otherwise that of their characters. So the
 * numbers do not depend on the order of the lines.
 */
final class IdTable {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,40}");

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();

    /** The number of an id for now. */
    int number(String id) {
        Integer known = numbers.putIfAbsent(id, ids.size());
        if (known != null) {
            return known;
        }
        ids.add(id);
        return ids.size() - 1;
    }

    /** The ids in order. */
    List<String> sorted() {
        return ids.stream().sorted(order()).toList();
    }

    /** Returns the final number of each provisional number. */
    int[] ranks() {
        Comparator<String> order = order();
        int[] ranks = new int[ids.size()];
        int rank = 0;
        for (int number :
                IntStream.range(0, ids.size())
                        .boxed()
                        .sorted(Comparator.comparing(ids::get, order))
                        .toList()) {
            ranks[number] = rank++;
        }
        return ranks;
    }

    private Comparator<String> order() {
        boolean whole = ids.stream().allMatch(id -> INTEGER.matcher(id).matches());
        Comparator<String> text = Comparator.naturalOrder();
        return whole
                ? Comparator.<String, BigInteger>comparing(BigInteger::new).thenComparing(text)
                : text;
    }
}
