package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The {@code .npz} archive of one sparse matrix or tensor: {@code scipy.sparse.save_npz} writes
 * compressed rows (csr), compressed columns (csc) or coordinates (coo), and {@code sparse.save_npz}
 * of PyData coordinates of any order. Positions count from 0 there, and from 1 in messages.
 */
final class SparseArchive implements AutoCloseable {
    static final String FORMAT = "format";
    static final String DATA = "data";

    /** An array that numpy.savez adds to those of SciPy. */
    static final String WEIGHTS = "weights";

    /** The formats of SciPy that are read. */
    static final Set<String> FORMATS = Set.of("csr", "csc", "coo");

    private static final String SHAPE = "shape";
    private static final String COORDINATES = "coords";

    private static final int LARGEST_FORMAT = 1 << 12;

    private final Input input;
    private final ZipFile zip;

    private SparseArchive(Input input, Path file) throws IOException {
        this.input = input;
        this.zip = UnpackedStream.guard(input, () -> new ZipFile(file.toFile()));
    }

    /** Whether the members of an archive are the arrays of a sparse matrix or tensor. */
    static boolean isSparse(List<String> members) {
        return members.contains(member(DATA))
                && (members.contains(member(FORMAT)) || members.contains(member(COORDINATES)));
    }

    /** Reads a matrix whose entries that are not listed are zero. */
    static ListedMatrix matrix(Input input) throws IOException {
        try (SparseArchive archive = open(input)) {
            if (archive.find(WEIGHTS) != null) {
                throw input.refuse(
                        "has an array 'weights', allowed where entries that are not listed are"
                                + " missing: "
                                + Advice.UNLISTED
                                + ", or have a weight of their own: --sparse --unlisted-weight W");
            }
            return archive.matrix();
        }
    }

    /** Reads known entries, which may have weights. */
    static ListedMatrix known(Input input) throws IOException {
        try (SparseArchive archive = open(input)) {
            return archive.matrix();
        }
    }

    /** Reads a tensor. */
    static ListedTensor tensor(Input input) throws IOException {
        try (SparseArchive archive = open(input)) {
            return archive.tensor();
        }
    }

    static SparseArchive open(Input input) throws IOException {
        Path file = input.file();
        if (file == null) {
            throw input.refuse("is a zip archive, allowed from a file only");
        }
        return new SparseArchive(input, file);
    }

    private ListedMatrix matrix() throws IOException {
        int[] shape = shape();
        if (shape.length != 2) {
            throw input.refuse(
                    String.format(
                            "is a sparse array of %d dimensions, allowed are 2, or more with"
                                    + " --model tensor",
                            shape.length));
        }
        int[][] places = places(shape);
        double[] values = values(places[0].length);
        double[] weights = weights(values.length);
        Triplets triplets =
                new Triplets().countedIn("entry").noteOnTwins(": sum_duplicates() adds them");
        for (int at = 0; at < values.length; at++) {
            if (weights == null) {
                triplets.add(at + 1L, places[0][at], places[1][at], values[at]);
            } else {
                triplets.add(at + 1L, places[0][at], places[1][at], values[at], weights[at]);
            }
        }
        return new ListedMatrix(input, triplets, shape[0], shape[1]);
    }

    private ListedTensor tensor() throws IOException {
        int[] shape = shape();
        int[][] places = places(shape);
        return new ListedTensor(input, shape, places, values(places[0].length));
    }

    /** For each dimension, the positions of the entries, from 0. */
    private int[][] places(int[] shape) throws IOException {
        if (find(FORMAT) == null) {
            requireZeroElsewhere();
            return coordinates(shape);
        }
        String format = format();
        return switch (format) {
            case "csr" -> compressed(shape, 0);
            case "csc" -> compressed(shape, 1);
            case "coo" -> pairs(shape);
            default ->
                    throw input.refuse(
                            String.format(
                                    "is a sparse matrix in the format %s, allowed are csr, csc and"
                                            + " coo: tocsr() makes one",
                                    Printable.quote(format)));
        };
    }

    /** The name of the format, the one element of an array of texts or bytes. */
    String format() throws IOException {
        try (InputStream stream = stream(FORMAT)) {
            byte[] bytes = stream.readNBytes(LARGEST_FORMAT);
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            return text.substring(text.indexOf('\n') + 1).replace("\0", "");
        }
    }

    /** Compressed rows (mode 0) or columns (mode 1). */
    private int[][] compressed(int[] shape, int mode) throws IOException {
        int[] inner = positions("indices", shape[1 - mode]);
        double[] starts = array("indptr");
        requireStarts(starts, shape[mode], inner.length);
        int[] outer = new int[inner.length];
        for (int k = 0; k < shape[mode]; k++) {
            for (int at = (int) starts[k]; at < starts[k + 1]; at++) {
                outer[at] = k;
            }
        }
        return mode == 0 ? new int[][] {outer, inner} : new int[][] {inner, outer};
    }

    private void requireStarts(double[] starts, int extent, int entries)
            throws DataFormatException {
        boolean good = starts.length == extent + 1L && starts[0] == 0 && starts[extent] == entries;
        for (int k = 0; good && k < extent; k++) {
            good = starts[k] <= starts[k + 1];
        }
        if (!good) {
            throw input.refuse(
                    String.format(
                            "indptr must be %d numbers that rise from 0 to the %d entries",
                            extent + 1L, entries));
        }
    }

    private int[][] pairs(int[] shape) throws IOException {
        if (shape.length != 2) {
            return coordinates(shape);
        }
        int[][] places = {positions("row", shape[0]), positions("col", shape[1])};
        requireLength("col", places[1].length, places[0].length);
        return places;
    }

    /** One row for each dimension, all in one array. */
    private int[][] coordinates(int[] shape) throws IOException {
        double[] all = array(COORDINATES);
        int count = all.length / shape.length;
        requireLength(COORDINATES, all.length, (long) count * shape.length);
        int[][] places = new int[shape.length][count];
        for (int k = 0; k < shape.length; k++) {
            for (int at = 0; at < count; at++) {
                places[k][at] = position(COORDINATES, all[k * count + at], at, shape[k]);
            }
        }
        return places;
    }

    private void requireZeroElsewhere() throws IOException {
        for (double fill : find("fill_value") == null ? new double[0] : array("fill_value")) {
            if (fill != 0) {
                throw input.refuse(
                        "fill_value = " + fill + ", allowed for what is not listed is 0");
            }
        }
    }

    int[] shape() throws IOException {
        double[] extents = array(SHAPE);
        int[] shape = new int[extents.length];
        for (int k = 0; k < shape.length; k++) {
            double extent = extents[k];
            if (!(extent >= 1 && extent < Integer.MAX_VALUE && extent == Math.rint(extent))) {
                String shown =
                        Math.abs(extent) < 1e15 && extent != Math.rint(extent)
                                ? Double.toString(extent)
                                : String.format("%.0f", extent);
                throw input.refuse(
                        String.format(
                                "dimension %d is %s, allowed are whole numbers from 1 to 2^31 - 2",
                                k + 1, shown));
            }
            shape[k] = (int) extents[k];
        }
        return shape;
    }

    private double[] values(int count) throws IOException {
        double[] values = array(DATA);
        requireLength(DATA, values.length, count);
        for (int at = 0; at < count; at++) {
            if (!Double.isFinite(values[at])) {
                throw input.refuse(
                        String.format(
                                "data: entry %d is %s, allowed are finite numbers",
                                at + 1, values[at]));
            }
        }
        return values;
    }

    private double @Nullable [] weights(int count) throws IOException {
        if (find(WEIGHTS) == null) {
            return null;
        }
        double[] weights = array(WEIGHTS);
        requireLength(WEIGHTS, weights.length, count);
        for (int at = 0; at < count; at++) {
            if (!(weights[at] >= 0 && weights[at] < Double.POSITIVE_INFINITY)) {
                throw input.refuse(
                        String.format(
                                "weights: entry %d is %s, allowed are finite numbers from 0",
                                at + 1, weights[at]));
            }
        }
        return weights;
    }

    private int[] positions(String name, int extent) throws IOException {
        double[] numbers = array(name);
        int[] positions = new int[numbers.length];
        for (int at = 0; at < positions.length; at++) {
            positions[at] = position(name, numbers[at], at, extent);
        }
        return positions;
    }

    private int position(String name, double number, int at, int extent)
            throws DataFormatException {
        if (!(number >= 0 && number < extent && number == Math.rint(number))) {
            throw input.refuse(
                    String.format(
                            "%s: entry %d is at position %s, allowed are 0 to %d",
                            name, at + 1, number, extent - 1));
        }
        return (int) number;
    }

    private void requireLength(String name, long found, long wanted) throws DataFormatException {
        if (found != wanted) {
            throw input.refuse(
                    String.format("%s has %d elements, must have %d", name, found, wanted));
        }
    }

    /** All elements of a member, as they are stored. */
    private double[] array(String name) throws IOException {
        String where = input.name() + ":" + name;
        try (InputStream stream = stream(name)) {
            Input array = Input.buffered(where, stream);
            NpyHeader header = NpyHeader.readOfAnyOrder(array);
            if (header.fortranOrder() && header.shape().size() > 1) {
                throw array.refuse("is in Fortran order, allowed is C order");
            }
            GrowingDoubles elements = new GrowingDoubles();
            NpyReader.copyElements(
                    array,
                    header,
                    part -> {
                        while (part.hasRemaining()) {
                            elements.add(part.get());
                        }
                    });
            NpyReader.requireEnd(array);
            return elements.toArray();
        }
    }

    InputStream stream(String name) throws IOException {
        ZipEntry entry = require(name);
        InputStream unpacked = UnpackedStream.guard(input, () -> zip.getInputStream(entry));
        return new UnpackedStream(input, unpacked, () -> {});
    }

    ZipEntry require(String name) throws IOException {
        ZipEntry entry = find(name);
        if (entry == null) {
            throw input.refuse("is a sparse matrix without its array " + Printable.quote(name));
        }
        return entry;
    }

    @Nullable ZipEntry find(String name) {
        return zip.getEntry(member(name));
    }

    static String member(String name) {
        return name + ".npy";
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
