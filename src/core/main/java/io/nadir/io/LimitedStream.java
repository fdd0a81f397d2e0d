package io.nadir.io;

import java.io.IOException;
import java.io.InputStream;

/** The next bytes of a stream, as many as are wanted of it. */
final class LimitedStream extends ForwardStream {
    private long left;

    LimitedStream(InputStream in, long length) {
        super(in);
        this.left = length;
    }

    /** How many are still wanted. */
    long left() {
        return left;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        left -= Math.max(0, count);
        return count;
    }
}
