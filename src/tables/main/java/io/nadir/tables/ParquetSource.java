package io.nadir.tables;

import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;

import io.nadir.io.TableFormat.Field;
import io.nadir.io.TableFormat.Kind;
import io.nadir.io.TableFormat.Rows;
import io.nadir.io.TableFormat.Source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An open Parquet file. Only columns at the top level that are not repeated are read. */
final class ParquetSource implements Source {
    /** Decoding takes little beside a solve; more threads would be there for every job. */
    private static final int THREADS = 1;

    /** What reads Parquet; kept, since a logger that nobody holds forgets its level. */
    private static final Logger LOGGER = Logger.getLogger("dev.hardwood");

    static {
        if (LOGGER.getLevel() == null) {
            LOGGER.setLevel(Level.WARNING); // It tells of its kernels, where users look for errors.
        }
    }

    private final HardwoodContext context;
    private final ParquetFileReader file;
    private final List<SchemaNode> nodes;
    private final List<Field> fields;
    private @Nullable RowReader reader;

    private ParquetSource(HardwoodContext context, ParquetFileReader file) {
        this.context = context;
        this.file = file;
        this.nodes = file.getFileSchema().getRootNode().children();
        this.fields =
                nodes.stream().map(node -> new Field(node.name(), kind(node), type(node))).toList();
    }

    static ParquetSource open(Path path) throws IOException {
        HardwoodContext context = HardwoodContext.create(THREADS);
        try {
            return guard(() ->
                    new ParquetSource(
                            context, ParquetFileReader.open(InputFile.of(path), context)));
        } catch (IOException | RuntimeException e) {
            context.close();
            throw e;
        }
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public Rows rows(List<Integer> chosen) throws IOException {
        String[] names = chosen.stream().map(k -> nodes.get(k).name()).toArray(String[]::new);
        // Columns come in the order of the file, each once.
        List<Integer> read = chosen.stream().distinct().sorted().toList();
        RowReader rows =
                guard(() ->
                        file.buildRowReader().projection(ColumnProjection.columns(names)).build());
        reader = rows;
        int[] places = chosen.stream().mapToInt(read::indexOf).toArray();
        return new ParquetRows(rows, places, chosen.stream().map(nodes::get).toList());
    }

    @Override
    public void close() throws IOException {
        try (context;
                file) {
            if (reader != null) {
                reader.close();
            }
        }
    }

    /** The library tells of damage and of what it cannot read by exceptions of several kinds. */
    static <T> T guard(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (RuntimeException e) {
            throw new IOException(
                    "is damaged, or a Parquet file of a kind that is not read: " + e.getMessage(),
                    e);
        }
    }

    /** Reads something. */
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    private static @Nullable Kind kind(SchemaNode node) {
        if (!(node instanceof SchemaNode.PrimitiveNode leaf) || leaf.maxRepetitionLevel() > 0) {
            return null;
        }
        LogicalType logical = leaf.logicalType();
        return switch (leaf.type()) {
            case BOOLEAN -> Kind.WHOLE;
            case INT32, INT64 -> integers(logical);
            case FLOAT, DOUBLE -> Kind.REAL;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> bytes(logical);
            case INT96 -> null;
        };
    }

    private static @Nullable Kind integers(@Nullable LogicalType logical) {
        if (logical instanceof LogicalType.DecimalType) {
            return Kind.REAL;
        }
        return logical == null || logical instanceof LogicalType.IntType ? Kind.WHOLE : null;
    }

    private static @Nullable Kind bytes(@Nullable LogicalType logical) {
        if (logical instanceof LogicalType.DecimalType
                || logical instanceof LogicalType.Float16Type) {
            return Kind.REAL;
        }
        return logical instanceof LogicalType.StringType || logical instanceof LogicalType.EnumType
                ? Kind.TEXT
                : null;
    }

    private static String type(SchemaNode node) {
        if (!(node instanceof SchemaNode.PrimitiveNode leaf)) {
            return "group";
        }
        LogicalType logical = leaf.logicalType();
        String name = logical == null ? name(leaf.type()) : logical.toString();
        return name.toLowerCase(Locale.ROOT);
    }

    private static String name(PhysicalType type) {
        return type == PhysicalType.BYTE_ARRAY || type == PhysicalType.FIXED_LEN_BYTE_ARRAY
                ? "bytes"
                : type.name();
    }
}
