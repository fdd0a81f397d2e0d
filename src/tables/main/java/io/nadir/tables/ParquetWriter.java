package io.nadir.tables;

import io.nadir.io.TableFormat.Column;
import io.nadir.io.TableFormat.Reals;
import io.nadir.io.TableFormat.Texts;
import io.nadir.io.TableFormat.Wholes;

import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a Parquet file in the form that every reader knows: optional columns, one page of plain
 * values for each column of a row group, not compressed. The library that reads cannot write yet.
 */
final class ParquetWriter {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int FORMAT_VERSION = 1;

    /** Bounds the memory that a row group takes before it is written. */
    private static final int ROWS_PER_GROUP = 1 << 16;

    private final List<Column> columns;
    private final int rows;
    private final OutputStream out;
    private final List<RowGroup> groups = new ArrayList<>();
    private long written;

    ParquetWriter(List<Column> columns, int rows, OutputStream out) {
        this.columns = columns;
        this.rows = rows;
        this.out = out;
    }

    void write() throws IOException {
        put(MAGIC);
        for (int from = 0; from < rows; from += ROWS_PER_GROUP) {
            writeGroup(from, Math.min(rows, from + ROWS_PER_GROUP));
        }
        FileMetaData metadata = new FileMetaData(FORMAT_VERSION, schema(), rows, groups);
        metadata.setCreated_by("Nadir");
        ByteArrayOutputStream footer = new ByteArrayOutputStream();
        Util.writeFileMetaData(metadata, footer);
        put(footer.toByteArray());
        put(littleEndian(Integer.BYTES).putInt(footer.size()).array());
        put(MAGIC);
    }

    private List<SchemaElement> schema() {
        List<SchemaElement> schema = new ArrayList<>();
        schema.add(new SchemaElement("schema").setNum_children(columns.size()));
        for (Column column : columns) {
            SchemaElement element =
                    new SchemaElement(column.name())
                            .setType(type(column))
                            .setRepetition_type(FieldRepetitionType.OPTIONAL);
            if (column instanceof Texts) {
                element.setConverted_type(ConvertedType.UTF8)
                        .setLogicalType(LogicalType.STRING(new StringType()));
            }
            schema.add(element);
        }
        return schema;
    }

    private static Type type(Column column) {
        return switch (column) {
            case Reals _ -> Type.DOUBLE;
            case Wholes _ -> Type.INT64;
            case Texts _ -> Type.BYTE_ARRAY;
        };
    }

    private void writeGroup(int from, int to) throws IOException {
        List<ColumnChunk> chunks = new ArrayList<>();
        long start = written;
        for (Column column : columns) {
            chunks.add(writeChunk(column, from, to));
        }
        groups.add(new RowGroup(chunks, written - start, to - from));
    }

    private ColumnChunk writeChunk(Column column, int from, int to) throws IOException {
        byte[] page = page(column, from, to);
        PageHeader header = new PageHeader(PageType.DATA_PAGE, page.length, page.length);
        header.setData_page_header(
                new DataPageHeader(to - from, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        Util.writePageHeader(header, head);
        long start = written;
        put(head.toByteArray());
        put(page);
        ColumnMetaData metadata =
                new ColumnMetaData(
                        type(column),
                        List.of(Encoding.PLAIN, Encoding.RLE),
                        List.of(column.name()),
                        CompressionCodec.UNCOMPRESSED,
                        to - from,
                        written - start,
                        written - start,
                        start);
        return new ColumnChunk(start).setMeta_data(metadata);
    }

    /** Which values are there, and then these values. */
    private static byte[] page(Column column, int from, int to) throws IOException {
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        byte[] present = new byte[(to - from + Byte.SIZE - 1) / Byte.SIZE];
        for (int row = from; row < to; row++) {
            if (add(column, row, values)) {
                int at = row - from;
                present[at / Byte.SIZE] |= (byte) (1 << (at % Byte.SIZE));
            }
        }
        ByteArrayOutputStream levels = new ByteArrayOutputStream();
        putVariable(levels, (present.length << 1) | 1); // groups of 8 levels of one bit
        levels.write(present);
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        page.write(littleEndian(Integer.BYTES).putInt(levels.size()).array());
        levels.writeTo(page);
        values.writeTo(page);
        return page.toByteArray();
    }

    /** Appends the value in a row; returns whether there is one. */
    private static boolean add(Column column, int row, ByteArrayOutputStream values) {
        switch (column) {
            case Reals reals -> {
                double value = reals.values().applyAsDouble(row);
                if (Double.isNaN(value)) {
                    return false;
                }
                values.writeBytes(littleEndian(Double.BYTES).putDouble(value).array());
            }
            case Wholes wholes -> {
                Long value = wholes.values().apply(row);
                if (value == null) {
                    return false;
                }
                values.writeBytes(littleEndian(Long.BYTES).putLong(value).array());
            }
            case Texts texts -> {
                String value = texts.values().apply(row);
                if (value == null) {
                    return false;
                }
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                values.writeBytes(littleEndian(Integer.BYTES).putInt(bytes.length).array());
                values.writeBytes(bytes);
            }
        }
        return true;
    }

    /** Seven bits a byte, the lowest first. */
    private static void putVariable(ByteArrayOutputStream target, int number) {
        int rest = number;
        while (rest >>> 7 != 0) {
            target.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        target.write(rest);
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }
}
