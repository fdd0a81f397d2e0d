/**
 * Pages in HTML of what a directory of results holds, made from its files alone: reports, tables
 * and pictures. Everything that comes from a file is escaped by {@link io.nadir.cli.page.Html}, and
 * a page needs nothing but itself.
 */
@NullMarked
package io.nadir.cli.page;

import org.jspecify.annotations.NullMarked;
