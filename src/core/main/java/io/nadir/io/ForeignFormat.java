package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A format that is not supported but recognized by its first bytes, so that messages can name it.
 *
 * @param name the name with its article
 * @param advice what the user can do instead
 * @param offset the position of the bytes
 * @param signatures the possible bytes, in ISO 8859-1
 */
record ForeignFormat(String name, String advice, int offset, List<String> signatures) {
    private static final String READ =
            ".npy, .npz, .mat, .mtx and texts such as .csv and .tsv, packed by gzip or not";

    /** The signatures end before this byte. */
    private static final int HEAD = 262;

    private static final String TABLES =
            "the library nadir-tables reads it, which is not on the class path";
    private static final String UNPACK = "unpack it first";
    private static final String IMAGE = "write its grey values with numpy.save";

    private static final List<ForeignFormat> ALL =
            List.of(
                    format("a Parquet file", TABLES, "PAR1\u0015"),
                    format("an Arrow (Feather) file", TABLES, "ARROW1\0\0"),
                    format("a stream of Arrow", TABLES, "\u00ff\u00ff\u00ff\u00ff"),
                    format("a Feather file of version 1", "pandas.read_feather reads it", "FEA1\0"),
                    format("an Avro file", "the Python package fastavro reads it", "Obj\u0001"),
                    format(
                            "an HDF5 file",
                            "h5py reads it, and pandas.read_hdf what pandas wrote",
                            "\u0089HDF\r\n\u001a\n"),
                    format(
                            "a NetCDF file",
                            "xarray.open_dataset reads it",
                            "CDF\u0001",
                            "CDF\u0002",
                            "CDF\u0005"),
                    format(
                            "a MATLAB .mat file of version 7.3, which is HDF5",
                            "save it in MATLAB by save('FILE.mat', 'NAME', '-v7'), or read it in"
                                    + " Python by h5py and write it with numpy.save",
                            "MATLAB 7.3 MAT-file"),
                    format(
                            "a Python pickle",
                            "load it in Python and write it with numpy.save",
                            "\u0080\u0002",
                            "\u0080\u0003",
                            "\u0080\u0004",
                            "\u0080\u0005"),
                    format(
                            "an R data file",
                            "write.csv or Matrix::writeMM writes it",
                            "RDX2\n",
                            "RDX3\n",
                            "RDA2\n"),
                    format("an R .rds file", "write.csv or Matrix::writeMM writes it", "X\n\0\0\0"),
                    format("an SQLite database", "export the table as .csv", "SQLite format 3\0"),
                    format(
                            "an old Microsoft Office document, such as .xls",
                            "save the sheet as .csv",
                            "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
                    format("a PDF document", "copy the numbers into a .csv", "%PDF-"),
                    format("a PNG image", IMAGE, "\u0089PNG\r\n\u001a\n"),
                    format("a JPEG image", IMAGE, "\u00ff\u00d8\u00ff"),
                    format("a GIF image", IMAGE, "GIF87a", "GIF89a"),
                    format("a TIFF image", IMAGE, "II*\0", "MM\0*"),
                    format(
                            "a gzip file within a gzip file or an archive",
                            UNPACK,
                            "\u001f\u008b\b"),
                    format(
                            "a zip archive within an archive",
                            UNPACK,
                            "PK\u0003\u0004",
                            "PK\u0005\u0006"),
                    format("an xz file", UNPACK, "\u00fd7zXZ\0"),
                    format("a Zstandard file", UNPACK, "(\u00b5/\u00fd"),
                    format("an lz4 file", UNPACK, "\u0004\"M\u0018"),
                    format("a 7-Zip archive", UNPACK, "7z\u00bc\u00af'\u001c"),
                    format("a RAR archive", UNPACK, "Rar!\u001a\u0007"),
                    format(4, "a bzip2 file", UNPACK, "1AY&SY"),
                    format(257, "a tar archive", UNPACK, "ustar"),
                    format(
                            "text in UTF-32",
                            "save it as UTF-8",
                            "\u00ff\u00fe\0\0",
                            "\0\0\u00fe\u00ff"));

    private static ForeignFormat format(String name, String advice, String... signatures) {
        return format(0, name, advice, signatures);
    }

    private static ForeignFormat format(
            int offset, String name, String advice, String... signatures) {
        return new ForeignFormat(name, advice, offset, List.of(signatures));
    }

    /** What is read, for messages. */
    static String read() {
        List<String> endings = TableFormats.endings();
        return endings.isEmpty() ? READ : READ + ", and " + String.join(" and ", endings);
    }

    /** Throws if the bytes begin like one of these formats. */
    static void refuse(Input input) throws IOException {
        String head = new String(input.peek(HEAD), StandardCharsets.ISO_8859_1);
        for (ForeignFormat format : ALL) {
            if (format.isOf(head)) {
                throw input.refuse(
                        String.format(
                                "is %s, allowed are %s: %s", format.name, read(), format.advice));
            }
        }
    }

    private boolean isOf(String head) {
        return signatures.stream().anyMatch(bytes -> head.startsWith(bytes, offset));
    }
}
