package io.nadir.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Formats that are not read, by the bytes that tell them, so that messages can name them. */
enum ForeignFormat {
    PARQUET("a Parquet file", "pandas.read_parquet reads it", "PAR1\u0015"),
    ARROW("an Arrow (Feather) file", "pandas.read_feather reads it", "ARROW1\0\0"),
    FEATHER("a Feather file of version 1", "pandas.read_feather reads it", "FEA1\0"),
    AVRO("an Avro file", "the Python package fastavro reads it", "Obj\u0001"),
    HDF5(
            "an HDF5 file",
            "h5py reads it, and pandas.read_hdf what pandas wrote",
            "\u0089HDF\r\n\u001a\n"),
    NETCDF("a NetCDF file", "xarray.open_dataset reads it", "CDF\u0001", "CDF\u0002", "CDF\u0005"),
    MAT5("a MATLAB .mat file", "scipy.io.loadmat reads it", "MATLAB 5.0 MAT-file"),
    MAT73(
            "a MATLAB .mat file of version 7.3, which is HDF5",
            "h5py reads it, or save it in MATLAB with writematrix",
            "MATLAB 7.3 MAT-file"),
    PICKLE(
            "a Python pickle",
            "load it in Python and write it with numpy.save",
            "\u0080\u0002",
            "\u0080\u0003",
            "\u0080\u0004",
            "\u0080\u0005"),
    RDATA("an R data file", "write.csv or Matrix::writeMM writes it", "RDX2\n", "RDX3\n", "RDA2\n"),
    RDS("an R .rds file", "write.csv or Matrix::writeMM writes it", "X\n\0\0\0"),
    SQLITE("an SQLite database", "export the table as .csv", "SQLite format 3\0"),
    OLE(
            "an old Microsoft Office document, such as .xls",
            "save the sheet as .csv",
            "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
    PDF("a PDF document", "copy the numbers into a .csv", "%PDF-"),
    PNG("a PNG image", Advice.IMAGE, "\u0089PNG\r\n\u001a\n"),
    JPEG("a JPEG image", Advice.IMAGE, "\u00ff\u00d8\u00ff"),
    GIF("a GIF image", Advice.IMAGE, "GIF87a", "GIF89a"),
    TIFF("a TIFF image", Advice.IMAGE, "II*\0", "MM\0*"),
    GZIP("a gzip file within a gzip file or an archive", Advice.UNPACK, "\u001f\u008b\b"),
    ZIP("a zip archive within an archive", Advice.UNPACK, "PK\u0003\u0004", "PK\u0005\u0006"),
    XZ("an xz file", Advice.UNPACK, "\u00fd7zXZ\0"),
    ZSTD("a Zstandard file", Advice.UNPACK, "(\u00b5/\u00fd"),
    LZ4("an lz4 file", Advice.UNPACK, "\u0004\"M\u0018"),
    SEVEN_ZIP("a 7-Zip archive", Advice.UNPACK, "7z\u00bc\u00af'\u001c"),
    RAR("a RAR archive", Advice.UNPACK, "Rar!\u001a\u0007"),
    BZIP2(4, "a bzip2 file", Advice.UNPACK, "1AY&SY"),
    TAR(257, "a tar archive", Advice.UNPACK, "ustar"),
    UTF_16("text in UTF-16 or UTF-32", "save it as UTF-8", "\u00ff\u00fe", "\u00fe\u00ff"),
    UTF_32("text in UTF-32", "save it as UTF-8", "\0\0\u00fe\u00ff");

    /** What is read, for messages. */
    static final String READ = ".npy, .npz, .mtx and .csv, packed by gzip or not";

    /** The signatures end before this byte. */
    private static final int HEAD = 262;

    private final int offset;
    private final String name;
    private final String advice;
    private final String[] signatures;

    ForeignFormat(String name, String advice, String... signatures) {
        this(0, name, advice, signatures);
    }

    ForeignFormat(int offset, String name, String advice, String... signatures) {
        this.offset = offset;
        this.name = name;
        this.advice = advice;
        this.signatures = signatures;
    }

    /** Refuses bytes that begin as one of the formats does. */
    static void refuse(Input input) throws IOException {
        String head = new String(input.peek(HEAD), StandardCharsets.ISO_8859_1);
        for (ForeignFormat format : values()) {
            if (Arrays.stream(format.signatures)
                    .anyMatch(bytes -> head.startsWith(bytes, format.offset))) {
                throw input.refuse(
                        String.format(
                                "is %s, allowed are %s: %s", format.name, READ, format.advice));
            }
        }
    }

    /** What helps with several formats. */
    private static final class Advice {
        static final String UNPACK = "unpack it first";
        static final String IMAGE = "write its grey values with numpy.save";
    }
}
