package io.nadir.tables;

import com.google.flatbuffers.FlatBufferBuilder;

import io.nadir.io.TableFormat.Column;
import io.nadir.io.TableFormat.Reals;
import io.nadir.io.TableFormat.Texts;
import io.nadir.io.TableFormat.Wholes;

import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes an Arrow file, batch by batch, not compressed. */
final class ArrowWriter {
    private static final int CONTINUATION = -1;
    private static final int PREFIX_BYTES = 8;
    private static final int ALIGNMENT = 8;

    /** Bounds the memory that a batch takes before it is written. */
    private static final int ROWS_PER_BATCH = 1 << 16;

    private final List<Column> columns;
    private final int rows;
    private final OutputStream out;
    private final List<Place> places = new ArrayList<>();
    private long written;

    ArrowWriter(List<Column> columns, int rows, OutputStream out) {
        this.columns = columns;
        this.rows = rows;
        this.out = out;
    }

    /** Where a batch is. */
    private record Place(long offset, int head, long body) {}

    /** Makes the header of a message, and returns where it is. */
    @FunctionalInterface
    private interface Header {
        int build(FlatBufferBuilder builder);
    }

    void write() throws IOException {
        put(Arrays.copyOf(ArrowFormat.MAGIC, ALIGNMENT));
        writeMessage(MessageHeader.Schema, this::schema, List.of());
        for (int from = 0; from < rows; from += ROWS_PER_BATCH) {
            writeBatch(from, Math.min(rows, from + ROWS_PER_BATCH));
        }
        put(littleEndian(PREFIX_BYTES).putInt(CONTINUATION).putInt(0).array());
        byte[] footer = footer();
        put(footer);
        put(littleEndian(Integer.BYTES).putInt(footer.length).array());
        put(ArrowFormat.MAGIC);
    }

    private int schema(FlatBufferBuilder builder) {
        int[] fields = columns.stream().mapToInt(column -> field(builder, column)).toArray();
        int vector = Schema.createFieldsVector(builder, fields);
        Schema.startSchema(builder);
        Schema.addEndianness(builder, Endianness.Little);
        Schema.addFields(builder, vector);
        return Schema.endSchema(builder);
    }

    private static int field(FlatBufferBuilder builder, Column column) {
        int name = builder.createString(column.name());
        int children = Field.createChildrenVector(builder, new int[0]);
        byte id =
                switch (column) {
                    case Reals _ -> Type.FloatingPoint;
                    case Wholes _ -> Type.Int;
                    case Texts _ -> Type.Utf8;
                };
        int type = type(builder, id);
        Field.startField(builder);
        Field.addName(builder, name);
        Field.addNullable(builder, true);
        Field.addTypeType(builder, id);
        Field.addType(builder, type);
        Field.addChildren(builder, children);
        return Field.endField(builder);
    }

    private static int type(FlatBufferBuilder builder, byte id) {
        return switch (id) {
            case Type.FloatingPoint -> FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
            case Type.Int -> Int.createInt(builder, Long.SIZE, true);
            default -> {
                Utf8.startUtf8(builder);
                yield Utf8.endUtf8(builder);
            }
        };
    }

    private void writeBatch(int from, int to) throws IOException {
        List<ArrowColumn> parts =
                columns.stream().map(column -> ArrowColumn.of(column, from, to)).toList();
        List<byte[]> buffers = parts.stream().flatMap(part -> part.buffers().stream()).toList();
        long offset = written;
        long body = buffers.stream().mapToLong(buffer -> padded(buffer.length)).sum();
        writeMessage(
                MessageHeader.RecordBatch,
                builder -> batch(builder, parts, buffers, to - from),
                buffers);
        places.add(new Place(offset, (int) (written - offset - body), body));
    }

    private static int batch(
            FlatBufferBuilder builder, List<ArrowColumn> parts, List<byte[]> buffers, int rows) {
        RecordBatch.startNodesVector(builder, parts.size());
        for (ArrowColumn part : parts.reversed()) {
            FieldNode.createFieldNode(builder, rows, part.missing());
        }
        int nodes = builder.endVector();
        RecordBatch.startBuffersVector(builder, buffers.size());
        long end = buffers.stream().mapToLong(buffer -> padded(buffer.length)).sum();
        for (byte[] buffer : buffers.reversed()) {
            end -= padded(buffer.length);
            Buffer.createBuffer(builder, end, buffer.length);
        }
        int places = builder.endVector();
        RecordBatch.startRecordBatch(builder);
        RecordBatch.addLength(builder, rows);
        RecordBatch.addNodes(builder, nodes);
        RecordBatch.addBuffers(builder, places);
        return RecordBatch.endRecordBatch(builder);
    }

    private void writeMessage(byte type, Header header, List<byte[]> buffers) throws IOException {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int content = header.build(builder);
        Message.startMessage(builder);
        Message.addHeaderType(builder, type);
        Message.addHeader(builder, content);
        Message.addVersion(builder, MetadataVersion.V5);
        Message.addBodyLength(
                builder, buffers.stream().mapToLong(buffer -> padded(buffer.length)).sum());
        builder.finish(Message.endMessage(builder));
        byte[] head = builder.sizedByteArray();
        int length = padded(head.length);
        put(littleEndian(PREFIX_BYTES).putInt(CONTINUATION).putInt(length).array());
        put(Arrays.copyOf(head, length));
        for (byte[] buffer : buffers) {
            put(Arrays.copyOf(buffer, padded(buffer.length)));
        }
    }

    private byte[] footer() {
        FlatBufferBuilder builder = new FlatBufferBuilder();
        int schema = schema(builder);
        Footer.startRecordBatchesVector(builder, places.size());
        for (Place place : places.reversed()) {
            Block.createBlock(builder, place.offset, place.head, place.body);
        }
        int batches = builder.endVector();
        Footer.startDictionariesVector(builder, 0);
        int dictionaries = builder.endVector();
        Footer.startFooter(builder);
        Footer.addVersion(builder, MetadataVersion.V5);
        Footer.addSchema(builder, schema);
        Footer.addDictionaries(builder, dictionaries);
        Footer.addRecordBatches(builder, batches);
        builder.finish(Footer.endFooter(builder));
        return builder.sizedByteArray();
    }

    private static int padded(int length) {
        return Math.addExact(length, -length & (ALIGNMENT - 1));
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }
}
