package io.nadir;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** States of paths as bytes and back, as a checkpoint file would keep them. */
final class PathStates {
    private PathStates() {}

    static byte[] bytes(PathState state) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            state.writeTo(out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    static PathState state(byte[] bytes) {
        try {
            return PathState.readFrom(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
