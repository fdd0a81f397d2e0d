package io.nadir.matrix.polar;

import java.util.function.Consumer;

/** Takes the rows of a gradient in groups, several of them at the same time. */
interface GradientGroups {
    /** The number of rows of a group; the last one may have fewer. */
    int groupRows();

    /** The largest number of groups between two calls of {@link #join}. */
    int groups();

    /**
     * Takes a group; on any thread.
     *
     * @param index of the group since the last {@link #join}
     * @param rows shows a sink the rows
     */
    void take(int index, Consumer<GradientSink> rows);

    /**
     * Called on one thread, with no group on its way.
     *
     * @param count the number of groups since the last call
     * @param rows the number of their rows
     */
    void join(int count, int rows);
}
