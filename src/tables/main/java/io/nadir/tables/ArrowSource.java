package io.nadir.tables;

import io.nadir.io.TableFormat;
import io.nadir.io.TableFormat.Rows;
import io.nadir.io.TableFormat.Source;

import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Schema;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An open Arrow file or stream. */
final class ArrowSource implements Source {
    private final ArrowMessages messages;
    private final List<Field> schema;
    private final List<TableFormat.Field> fields;

    private ArrowSource(ArrowMessages messages, List<Field> schema) {
        this.messages = messages;
        this.schema = schema;
        this.fields =
                schema.stream()
                        .map(field -> {
                            ArrowType type = ArrowType.of(field);
                            return new TableFormat.Field(name(field), type.kind(), type.label());
                        })
                        .toList();
    }

    static ArrowSource open(Path file) throws IOException {
        ArrowMessages messages = ArrowMessages.open(file);
        try {
            return new ArrowSource(messages, fields(messages.schema()));
        } catch (RuntimeException e) {
            messages.close();
            throw new IOException("is damaged: its schema cannot be read", e);
        } catch (IOException e) {
            messages.close();
            throw e;
        }
    }

    private static List<Field> fields(Schema schema) throws IOException {
        if (schema.endianness() != Endianness.Little) {
            throw new IOException("has the highest byte of numbers first, allowed is last");
        }
        List<Field> fields = new ArrayList<>();
        for (int k = 0; k < schema.fieldsLength(); k++) {
            fields.add(schema.fields(k));
        }
        return List.copyOf(fields);
    }

    private static String name(Field field) {
        return field.name() == null ? "" : field.name();
    }

    @Override
    public List<TableFormat.Field> fields() {
        return fields;
    }

    @Override
    public Rows rows(List<Integer> chosen) throws IOException {
        try {
            return new ArrowRows(messages, schema, new Dictionaries(schema), chosen);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("is damaged: its schema cannot be read", e);
        }
    }

    @Override
    public void close() throws IOException {
        messages.close();
    }

    /** The values that fields refer to by their number. */
    static final class Dictionaries {
        private final Map<Long, ArrowType> types = new HashMap<>();
        private final Map<Long, ArrowVector> values = new HashMap<>();

        Dictionaries(List<Field> schema) {
            for (Field field : schema) {
                if (field.dictionary() != null) {
                    types.put(field.dictionary().id(), ArrowType.of(field));
                }
            }
        }

        /** Takes the values of a dictionary, if they are of a type that is read. */
        void put(ArrowMessages.Part part) throws IOException {
            DictionaryBatch batch = (DictionaryBatch) part.head().header(new DictionaryBatch());
            ArrowType type = types.get(batch.id());
            if (type == null || type.kind() == null) {
                return;
            }
            if (batch.isDelta()) {
                throw new IOException(
                        "extends a dictionary, allowed are dictionaries that are written once");
            }
            values.put(batch.id(), new ArrowBatch(batch.data(), part.body()).take(type));
        }

        ArrowVector get(long id) throws IOException {
            ArrowVector vector = values.get(id);
            if (vector == null) {
                throw new IOException("is damaged: a dictionary is missing");
            }
            return vector;
        }
    }
}
