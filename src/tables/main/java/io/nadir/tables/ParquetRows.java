package io.nadir.tables;

import dev.hardwood.metadata.LogicalType;
import dev.hardwood.metadata.PhysicalType;
import dev.hardwood.reader.RowReader;
import dev.hardwood.schema.SchemaNode;

import io.nadir.io.TableFormat.Rows;

import java.io.IOException;
import java.util.List;

/** The rows of a Parquet file. */
final class ParquetRows implements Rows {
    private final RowReader reader;

    /** Where the reader has each column. */
    private final int[] places;

    private final PhysicalType[] types;

    /** Whether a column has unsigned integers. */
    private final boolean[] unsigned;

    /** Whether a column has decimals. */
    private final boolean[] decimal;

    ParquetRows(RowReader reader, int[] places, List<SchemaNode> nodes) {
        this.reader = reader;
        this.places = places;
        this.types = new PhysicalType[places.length];
        this.unsigned = new boolean[places.length];
        this.decimal = new boolean[places.length];
        for (int k = 0; k < places.length; k++) {
            SchemaNode.PrimitiveNode leaf = (SchemaNode.PrimitiveNode) nodes.get(k);
            types[k] = leaf.type();
            unsigned[k] =
                    leaf.logicalType() instanceof LogicalType.IntType type && !type.isSigned();
            decimal[k] = leaf.logicalType() instanceof LogicalType.DecimalType;
        }
    }

    @Override
    public boolean next() throws IOException {
        return ParquetSource.guard(() -> {
            boolean more = reader.hasNext();
            if (more) {
                reader.next();
            }
            return more;
        });
    }

    @Override
    public boolean isMissing(int k) {
        return reader.isNull(places[k]);
    }

    @Override
    public double real(int k) {
        if (decimal[k]) {
            return Decimals.toDouble(reader.getDecimal(places[k]));
        }
        return types[k] == PhysicalType.DOUBLE
                ? reader.getDouble(places[k])
                : reader.getFloat(places[k]);
    }

    @Override
    public long whole(int k) {
        return switch (types[k]) {
            case BOOLEAN -> reader.getBoolean(places[k]) ? 1 : 0;
            case INT32 -> {
                int value = reader.getInt(places[k]);
                yield unsigned[k] ? Integer.toUnsignedLong(value) : value;
            }
            default -> {
                long value = reader.getLong(places[k]);
                yield unsigned[k] ? Decimals.unsigned(value) : value;
            }
        };
    }

    @Override
    public String text(int k) {
        return reader.getString(places[k]);
    }
}
