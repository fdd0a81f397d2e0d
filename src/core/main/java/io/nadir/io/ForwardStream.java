package io.nadir.io;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that reads in one way only: it can neither skip nor be marked. */
abstract class ForwardStream extends FilterInputStream {
    ForwardStream(InputStream in) {
        super(in);
    }

    @Override
    public abstract int read(byte[] bytes, int offset, int length) throws IOException;

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public final long skip(long count) {
        return 0;
    }

    @Override
    public final boolean markSupported() {
        return false;
    }
}
