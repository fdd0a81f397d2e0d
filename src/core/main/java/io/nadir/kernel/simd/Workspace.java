package io.nadir.kernel.simd;

import io.nadir.array.Scratch;

import java.util.Arrays;

/** What the vector kernels keep in a {@link Scratch}: everything they copy, in their own layout. */
final class Workspace {
    /** The data or the gradient, one block at a time. */
    final Block block = Block.aligned(Math.max(Tuning.SLICE, Tuning.GRAM_SLICE));

    /** The gradient of a slice, block by block; grows with the number of columns. */
    private Block[] blocks = new Block[0];

    /** Rows of the left factor, where they are the block of a product. */
    final Block factor = Block.compact(Tuning.SLICE);

    /** Rows of the left factor, or of what replaces it, one slice at a time. */
    final Packed left = new Packed();

    /** The right factor, or what replaces it. */
    final Packed right = new Packed();

    /** Transpose of the right factor. */
    final Packed transposed = new Packed();

    final TileProducts products = new TileProducts();

    /** The result that is a sum over slices. */
    final TransposedSum sum = new TransposedSum(products);

    /** The data where they are read as they are kept. */
    final NarrowDoubles doubles = new NarrowDoubles();

    final NarrowFloats floats = new NarrowFloats();

    final ColumnGram columnGram = new ColumnGram();

    final NarrowGram narrowGram = new NarrowGram();

    final BlockedCholesky cholesky = new BlockedCholesky();

    final FloatGram floatGram = new FloatGram();

    final FloatSolve floatSolve = new FloatSolve();

    final RowGram rowGram = new RowGram();

    private Workspace() {}

    static Workspace of(Scratch scratch) {
        return scratch.workspace(Workspace.class, Workspace::new);
    }

    /** The block of a slice that has a number; made on first use. */
    Block block(int number) {
        if (number >= blocks.length) {
            grow(number + 1);
        }
        return blocks[number];
    }

    private void grow(int length) {
        int old = blocks.length;
        blocks = Arrays.copyOf(blocks, length);
        for (int i = old; i < length; i++) {
            blocks[i] = Block.compact(Tuning.SLICE);
        }
    }
}
