package io.nadir.landscape;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * The subsets of k of n numbers in order of descending sum, found as they are asked for.
 *
 * <p>Every subset but the first k has one parent: the least element that is not in its place among
 * the first moves up by one. So no subset comes twice, a parent's sum is never smaller, and each
 * subset taken brings at most two more: the queue has at most one entry more than were taken.
 */
final class IndexSets implements Iterator<IndexSets.Subset> {
    private final double[] numbers;
    private final PriorityQueue<Subset> queue = new PriorityQueue<>();

    /**
     * Positions from 0, ascending, with what the numbers elsewhere sum to.
     *
     * <p>Ties come in the order of their positions, so that the order is always the same.
     */
    record Subset(int[] positions, double rest) implements Comparable<Subset> {
        @Override
        public int compareTo(Subset other) {
            int order = Double.compare(rest, other.rest);
            return order != 0 ? order : Arrays.compare(positions, other.positions);
        }
    }

    /**
     * Subsets of {@code size} numbers.
     *
     * @param numbers descending and not negative
     */
    IndexSets(double[] numbers, int size) {
        this.numbers = numbers;
        int[] first = new int[size];
        Arrays.setAll(first, i -> i);
        enqueue(first);
    }

    @Override
    public boolean hasNext() {
        return !queue.isEmpty();
    }

    @Override
    public Subset next() {
        Subset subset = queue.poll();
        if (subset == null) {
            throw new NoSuchElementException("all subsets have been taken");
        }
        int[] positions = subset.positions();
        int displaced = 0;
        while (displaced < positions.length && positions[displaced] == displaced) {
            displaced++;
        }
        for (int i = Math.max(0, displaced - 1); i <= displaced && i < positions.length; i++) {
            int limit = i + 1 < positions.length ? positions[i + 1] : numbers.length;
            if (positions[i] + 1 < limit) {
                int[] child = positions.clone();
                child[i]++;
                enqueue(child);
            }
        }
        return subset;
    }

    /** Sums what is left, which stays accurate where little is. */
    private void enqueue(int[] positions) {
        double rest = 0;
        int next = positions.length - 1;
        for (int i = numbers.length - 1; i >= 0; i--) {
            if (next >= 0 && positions[next] == i) {
                next--;
            } else {
                rest += numbers[i];
            }
        }
        queue.add(new Subset(positions, rest));
    }
}
