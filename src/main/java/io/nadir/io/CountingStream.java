package io.nadir.io;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Counts the bytes that pass, and lets no more pass than one array can hold. */
final class CountingStream extends FilterOutputStream {
    private static final int MOST = Integer.MAX_VALUE - 1024;

    private long count;

    CountingStream(OutputStream out) {
        super(out);
    }

    long count() {
        return count;
    }

    @Override
    public void write(int b) throws IOException {
        add(1);
        out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        add(length);
        out.write(bytes, offset, length);
    }

    private void add(int length) throws IOException {
        count += length;
        if (count > MOST) {
            throw new IOException("the state has more than 2 GiB");
        }
    }
}
