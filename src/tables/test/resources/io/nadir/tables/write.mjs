// Writes the files beside it with Apache Arrow for JavaScript and with parquet-wasm, which is Rust's arrow-rs:
//   npm install apache-arrow parquet-wasm && node write.mjs
import * as arrow from "apache-arrow";
import * as parquet from "parquet-wasm/node";
import { writeFileSync } from "node:fs";

const column = (values, type) => arrow.vectorFromArray(values, type);
const utf8 = new arrow.Utf8();

// Entries: users by text, items beyond 32 bits, a rating that is missing, and what is to be left out.
const entries = new arrow.Table({
  user: column(["Ann", "Bob", "Ann", "Zoë", "Bob"], utf8),
  item: column([10000000001n, 7n, 7n, 10000000001n, 12n], new arrow.Int64()),
  rating: column([4.5, 3, null, 0.1, 5], new arrow.Float32()),
  weight: column([1, 2, 3, 0, 1], new arrow.Int32()),
  note: column(["a", null, "", "b", "c"], utf8),
});

// A matrix whose columns have all types of numbers.
const numbers = new arrow.Table({
  int8: column([-1, 2, 3], new arrow.Int8()),
  uint8: column([255, 0, 3], new arrow.Uint8()),
  int16: column([-300, 2, 3], new arrow.Int16()),
  uint32: column([4294967295, 2, 3], new arrow.Uint32()),
  int64: column([9007199254740992n, -2n, 3n], new arrow.Int64()),
  float32: column([0.5, -0.25, 3], new arrow.Float32()),
  float64: column([0.1, 1e300, 3], new arrow.Float64()),
  bool: column([true, false, true], new arrow.Bool()),
});
const missing = new arrow.Table({
  x: column([1, null, 3], new arrow.Float64()),
  y: column([null, 5n, 6n], new arrow.Int64()),
});
const positions = new arrow.Table({
  row: column([1, 2, 2], new arrow.Int32()),
  column: column([1, 1, 2], new arrow.Int32()),
  value: column([1.5, 2.5, 3.5], new arrow.Float64()),
});
const large = new arrow.Table({
  x: column([9007199254740993n, 1n], new arrow.Int64()),
  y: column([18446744073709551615n, 1n], new arrow.Uint64()),
});
const words = new arrow.Table({
  user: column(["u1", "u2", "u1", "u3"], new arrow.Dictionary(utf8, new arrow.Int32())),
  item: column(["a", "a", "b", "b"], new arrow.Dictionary(utf8, new arrow.Int8())),
  rating: column([1, 2, 3, 4], new arrow.Float64()),
});
const day = new arrow.Table({
  day: column([new Date(0), new Date(1)], new arrow.TimestampMillisecond()),
  list: column([[1], [2, 3]], new arrow.List(new arrow.Field("item", new arrow.Float64()))),
  x: column([1, 2], new arrow.Float64()),
});

const codecs = {
  snappy: parquet.Compression.SNAPPY, zstd: parquet.Compression.ZSTD, lz4: parquet.Compression.LZ4_RAW,
  gzip: parquet.Compression.GZIP, plain: parquet.Compression.UNCOMPRESSED,
};
function writeParquet(name, table, codec) {
  const properties = new parquet.WriterPropertiesBuilder().setCompression(codecs[codec]).build();
  const wasm = parquet.Table.fromIPCStream(arrow.tableToIPC(table, "stream"));
  writeFileSync(name + ".parquet", parquet.writeParquet(wasm, properties));
}
for (const codec of Object.keys(codecs)) writeParquet("entries-" + codec, entries, codec);
for (const [name, table] of Object.entries({ numbers, missing, positions, large, words, day })) {
  writeParquet(name, table, "snappy");
  writeFileSync(name + ".arrow", arrow.tableToIPC(table, "file"));
}
writeFileSync("entries.arrow", arrow.tableToIPC(entries, "file"));
writeFileSync("entries.arrows", arrow.tableToIPC(entries, "stream"));
