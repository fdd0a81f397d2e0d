// Writes duckdb.parquet, with DuckDB:  npm install @duckdb/node-api && node duckdb.mjs
import { DuckDBInstance } from "@duckdb/node-api";

const connection = await (await DuckDBInstance.create()).connect();
await connection.run(`COPY (SELECT * FROM (VALUES
    ('a', 12.25::DECIMAL(9, 2), 0.123456789012345678::DECIMAL(18, 18), 1::HUGEINT),
    ('b', -0.10::DECIMAL(9, 2), 0.5::DECIMAL(18, 18), 2::HUGEINT)) t(name, price, exact, huge))
    TO 'duckdb.parquet' (FORMAT parquet, CODEC 'snappy')`);
