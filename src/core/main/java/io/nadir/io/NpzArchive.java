package io.nadir.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Reads one member of an {@code .npz} archive, a zip archive of {@code .npy} files, from start to
 * end. Then reads the rest of the archive, to make sure that no other member was meant.
 */
final class NpzArchive {
    private static final String ENDING = ".npy";
    private static final String ARCHIVE_ENDING = ".npz";
    private static final int MOST_NAMES = 20;

    private final Input archive;
    private final @Nullable String wanted;
    private final ZipInputStream zip;

    /** The names met so far, in order. */
    private final List<String> names = new ArrayList<>();

    private NpzArchive(Input archive, @Nullable String wanted) {
        this.archive = archive;
        this.wanted = wanted;
        this.zip = new ZipInputStream(archive.stream());
    }

    /** Whether these are the bytes of a zip archive. */
    static boolean isZip(Input input) throws IOException {
        return Unpacking.startsWith(input, "PK\u0003\u0004")
                || Unpacking.startsWith(input, "PK\u0005\u0006");
    }

    /**
     * Opens a member.
     *
     * @param wanted its name, with or without {@code .npy}; null for the only one
     */
    static Input open(Input archive, @Nullable String wanted) throws IOException {
        NpzArchive npz = new NpzArchive(archive, wanted);
        String name = UnpackedStream.guard(archive, npz::find);
        return Input.buffered(
                archive.name() + ":" + Printable.oneLine(name),
                new UnpackedStream(archive, npz.zip, npz::requireNoOther));
    }

    /**
     * Whether a file is an archive of the arrays of one sparse matrix or tensor.
     *
     * @param archive the same file
     * @throws DataFormatException if it is an archive of several members that are not
     */
    static boolean isSparse(Input archive, Path file) throws IOException {
        if (!isZip(archive)) {
            return false;
        }
        List<String> names = UnpackedStream.guard(archive, () -> names(file));
        if (SparseArchive.isSparse(names)) {
            return true;
        }
        if (names.stream().filter(NpzArchive::isArray).count() > 1) {
            throw refuseChoice(archive, names);
        }
        return false;
    }

    private static List<String> names(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return zip.stream().map(ZipEntry::getName).toList();
        }
    }

    /** Goes to the first member that may be meant. */
    private String find() throws IOException {
        while (next()) {
            if (isMeant(names.getLast())) {
                return names.getLast();
            }
        }
        List<String> arrays = arrays();
        if (arrays.isEmpty()) {
            throw archive.refuse(
                    String.format(
                            "is %s, allowed are %s: %s",
                            kind(),
                            ForeignFormat.read(),
                            isOffice()
                                    ? "save the sheet as .csv"
                                    : "an .npz archive has members that end in .npy"));
        }
        throw archive.refuse(
                String.format(
                        "has no member %s, allowed are %s",
                        Printable.quote(String.valueOf(wanted)), list(arrays)));
    }

    /** Throws if another member of the archive could be meant. */
    private void requireNoOther() throws IOException {
        boolean other = false;
        while (next()) {
            other |= isMeant(names.getLast());
        }
        if (other) {
            throw wanted == null
                    ? refuseChoice(archive, names)
                    : archive.refuse(
                            "has the member " + Printable.quote(wanted) + " more than once");
        }
    }

    /**
     * Returns the exception for an archive whose members have these names and from which none was
     * selected.
     */
    private static DataFormatException refuseChoice(Input archive, List<String> names) {
        List<String> arrays = names.stream().filter(NpzArchive::isArray).toList();
        if (SparseArchive.isSparse(names)) {
            return archive.refuse(
                    "is a sparse matrix of SciPy or PyData, allowed from a file only, not from a"
                            + " stream and not packed once more: save it to a file");
        }
        boolean named = archive.name().toLowerCase(Locale.ROOT).endsWith(ARCHIVE_ENDING);
        return archive.refuse(
                String.format(
                        "has %d members: %s; choose one by its name, as in %s:%s",
                        arrays.size(),
                        list(arrays),
                        named ? archive.name() : "FILE.npz",
                        Printable.oneLine(label(arrays.getFirst()))));
    }

    private boolean next() throws IOException {
        ZipEntry entry = zip.getNextEntry();
        if (entry == null) {
            return false;
        }
        names.add(entry.getName());
        return true;
    }

    private boolean isMeant(String name) {
        return wanted == null
                ? isArray(name)
                : name.equals(wanted) || (isArray(name) && label(name).equals(wanted));
    }

    private List<String> arrays() {
        return names.stream().filter(NpzArchive::isArray).toList();
    }

    private boolean isOffice() {
        return names.contains("[Content_Types].xml") || names.contains("mimetype");
    }

    private String kind() {
        return isOffice()
                ? "an Excel, OpenDocument or other office document"
                : "a zip archive that holds no .npy file";
    }

    private static boolean isArray(String name) {
        return name.endsWith(ENDING);
    }

    /** The name that NumPy gives a member. */
    private static String label(String name) {
        return isArray(name) ? name.substring(0, name.length() - ENDING.length()) : name;
    }

    private static String list(List<String> arrays) {
        String list =
                arrays.stream()
                        .limit(MOST_NAMES)
                        .map(name -> Printable.quote(label(name)))
                        .collect(Collectors.joining(", "));
        return arrays.size() > MOST_NAMES ? list + ", …" : list;
    }
}
