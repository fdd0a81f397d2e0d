/**
 * What commands found out: a record for each kind of report, its summary in words and its JSON.
 * Nothing here reads options or draws. To add a kind of report, write a record here, its lines in
 * {@link io.nadir.cli.report.Summary} and its fields beside {@link io.nadir.cli.report.ReportJson}.
 */
@NullMarked
package io.nadir.cli.report;

import org.jspecify.annotations.NullMarked;
