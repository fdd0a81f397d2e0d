package io.nadir.tables;

import org.apache.arrow.flatbuf.BodyCompression;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Union;
import org.apache.arrow.flatbuf.UnionMode;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The vectors of a batch of rows. A batch lists the buffers of all its fields one after the other,
 * children behind their parents; how many a field has follows from its type.
 */
final class ArrowBatch {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final RecordBatch head;
    private final ByteBuffer body;
    private final @Nullable BodyCompression compression;
    private int buffer;
    private int variadic;

    ArrowBatch(RecordBatch head, ByteBuffer body) {
        this.head = head;
        this.body = body;
        this.compression = head.compression();
    }

    /** Number of rows. */
    int rows() {
        return Math.toIntExact(head.length());
    }

    /** The vector of a field, which comes next; its values are numbers, texts or all null. */
    ArrowVector take(ArrowType type) throws IOException {
        if (type.id() == Type.Null) {
            return new ArrowVector(type, null, EMPTY, EMPTY, List.of());
        }
        ByteBuffer validity = next();
        ByteBuffer first = next();
        List<ByteBuffer> data = new ArrayList<>();
        if (type.id() == Type.Utf8View) {
            for (long left = variadicCount(); left > 0; left--) {
                data.add(next());
            }
        } else if (type.id() == Type.Utf8 || type.id() == Type.LargeUtf8) {
            data.add(next());
        }
        return new ArrowVector(
                type,
                validity.hasRemaining() ? validity : null,
                first,
                data.isEmpty() ? EMPTY : data.getFirst(),
                data);
    }

    /** Passes over a field that comes next. */
    void skip(Field field) {
        if (field.dictionary() != null) {
            buffer += 2;
            return;
        }
        buffer += own(field);
        for (int k = 0; k < field.childrenLength(); k++) {
            skip(field.children(k));
        }
    }

    /** How many buffers a field has without its children. */
    private int own(Field field) {
        return switch (field.typeType()) {
            case Type.Null, Type.RunEndEncoded -> 0;
            case Type.Struct_, Type.FixedSizeList -> 1;
            case Type.Union -> ((Union) field.type(new Union())).mode() == UnionMode.Dense ? 2 : 1;
            case Type.Utf8, Type.Binary, Type.LargeUtf8, Type.LargeBinary -> 3;
            case Type.ListView, Type.LargeListView -> 3;
            case Type.Utf8View, Type.BinaryView -> 2 + (int) variadicCount();
            default -> 2;
        };
    }

    private long variadicCount() {
        return head.variadicBufferCounts(variadic++);
    }

    private ByteBuffer next() throws IOException {
        Buffer place = head.buffers(buffer++);
        if (place == null) {
            throw new IOException("is damaged: a batch has too few buffers");
        }
        try {
            ByteBuffer bytes =
                    body.slice(Math.toIntExact(place.offset()), Math.toIntExact(place.length()))
                            .order(ByteOrder.LITTLE_ENDIAN);
            return compression == null || !bytes.hasRemaining()
                    ? bytes
                    : ArrowCompression.unpack(compression.codec(), bytes);
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException("is damaged: a buffer lies beyond the end of its batch", e);
        }
    }
}
