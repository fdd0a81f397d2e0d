// Writes the files named polars-…, with nodejs-polars:  npm install nodejs-polars && node polars.mjs
import pl from "nodejs-polars";

const entries = pl.DataFrame({
  user: pl.Series("user", ["Ann", "Bob", "Ann", "Zoë", "Bob"], pl.Utf8),
  item: pl.Series("item", [10000000001, 7, 7, 10000000001, 12], pl.Int64),
  rating: pl.Series("rating", [4.5, 3, null, 0.1, 5], pl.Float32),
  note: pl.Series("note", ["a text that is longer than twelve bytes", null, "", "b", "c"], pl.Utf8),
});
entries.writeParquet("polars-zstd.parquet", { compression: "zstd" });
entries.writeIPC("polars-lz4.arrow", { compression: "lz4" });
entries.writeIPC("polars-zstd.arrow", { compression: "zstd" });
