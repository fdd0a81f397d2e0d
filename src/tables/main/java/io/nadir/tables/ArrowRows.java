package io.nadir.tables;

import io.nadir.io.TableFormat.Rows;
import io.nadir.tables.ArrowSource.Dictionaries;

import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Type;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/** The rows of an Arrow file or stream, batch by batch. */
final class ArrowRows implements Rows {
    private static final int INDEX_BITS = 32;

    private final ArrowMessages messages;
    private final List<Field> schema;
    private final Dictionaries dictionaries;
    private final List<Integer> chosen;
    private final ArrowVector[] vectors;

    /** The values that the numbers in a vector stand for; null if they stand for themselves. */
    private final @Nullable ArrowVector[] words;

    private int row = -1;
    private int rows;

    ArrowRows(
            ArrowMessages messages,
            List<Field> schema,
            Dictionaries dictionaries,
            List<Integer> chosen) {
        this.messages = messages;
        this.schema = schema;
        this.dictionaries = dictionaries;
        this.chosen = chosen;
        this.vectors = new ArrowVector[chosen.size()];
        this.words = new ArrowVector[chosen.size()];
    }

    @Override
    public boolean next() throws IOException {
        row++;
        while (row >= rows) {
            ArrowMessages.Part part = messages.next();
            if (part == null) {
                return false;
            }
            try {
                accept(part);
            } catch (IndexOutOfBoundsException | ArithmeticException e) {
                throw new IOException("is damaged: a batch does not fit its fields", e);
            }
        }
        return true;
    }

    private void accept(ArrowMessages.Part part) throws IOException {
        switch (part.head().headerType()) {
            case MessageHeader.DictionaryBatch -> dictionaries.put(part);
            case MessageHeader.RecordBatch -> begin(part);
            default -> {
                // Tensors, and what later versions may add, are no rows.
            }
        }
    }

    private void begin(ArrowMessages.Part part) throws IOException {
        ArrowBatch batch =
                new ArrowBatch((RecordBatch) part.head().header(new RecordBatch()), part.body());
        rows = batch.rows();
        row = 0;
        for (int k = 0; k < schema.size(); k++) {
            Field field = schema.get(k);
            int at = chosen.indexOf(k);
            if (at < 0) {
                batch.skip(field);
            } else {
                take(batch, field, k);
            }
        }
    }

    private void take(ArrowBatch batch, Field field, int k) throws IOException {
        ArrowVector word = null;
        ArrowType type = ArrowType.of(field);
        if (field.dictionary() != null) {
            word = dictionaries.get(field.dictionary().id());
            Int index = field.dictionary().indexType();
            type =
                    index == null
                            ? new ArrowType(Type.Int, INDEX_BITS, true, 0)
                            : ArrowType.of(index);
        }
        ArrowVector vector = batch.take(type);
        for (int at = 0; at < chosen.size(); at++) {
            if (chosen.get(at) == k) {
                vectors[at] = vector;
                words[at] = word;
            }
        }
    }

    private int index(int k) {
        return Math.toIntExact(vectors[k].whole(row));
    }

    @Override
    public boolean isMissing(int k) {
        ArrowVector word = words[k];
        return vectors[k].isMissing(row) || (word != null && word.isMissing(index(k)));
    }

    @Override
    public double real(int k) {
        ArrowVector word = words[k];
        return word == null ? vectors[k].real(row) : word.real(index(k));
    }

    @Override
    public long whole(int k) {
        ArrowVector word = words[k];
        return word == null ? vectors[k].whole(row) : word.whole(index(k));
    }

    @Override
    public String text(int k) {
        ArrowVector word = words[k];
        return word == null ? vectors[k].text(row) : word.text(index(k));
    }
}
