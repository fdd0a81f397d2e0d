package io.nadir.kernel.simd;

import io.nadir.kernel.Scratch;

import java.util.Arrays;

/** What the vector kernels keep in a {@link Scratch}: everything they copy, in their own layout. */
final class Workspace {
    /** The data or the gradient, block by block; grows with the number of columns. */
    private Slab[] slabs = new Slab[0];

    /** Rows of the left factor, where they are the slab of a product. */
    final Slab factor = Slab.compact();

    /** Rows of the left factor, or what stands in its place, one slice at a time. */
    final Packed left = new Packed();

    /** The right factor, or what stands in its place. */
    final Packed right = new Packed();

    /** Transpose of the right factor. */
    final Packed transposed = new Packed();

    final TileProducts products = new TileProducts();

    final NarrowGram narrowGram = new NarrowGram();

    final BlockedCholesky cholesky = new BlockedCholesky();

    final RowGram rowGram = new RowGram();

    private Workspace() {}

    static Workspace of(Scratch scratch) {
        return scratch.workspace(Workspace.class, Workspace::new);
    }

    /** The slab with a number; made on first use. */
    Slab slab(int number) {
        if (number >= slabs.length) {
            grow(number + 1);
        }
        return slabs[number];
    }

    private void grow(int length) {
        int old = slabs.length;
        slabs = Arrays.copyOf(slabs, length);
        for (int i = old; i < length; i++) {
            slabs[i] = i == 0 ? Slab.aligned() : Slab.compact();
        }
    }
}
