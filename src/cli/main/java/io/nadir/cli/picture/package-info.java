/**
 * Pictures of results, drawn from reports and outcomes and written as PNG. To add one, draw on a
 * {@link io.nadir.cli.picture.Picture} with {@link io.nadir.cli.picture.LineChart}s, and write it
 * with {@link io.nadir.cli.picture.PictureFile}.
 */
@NullMarked
package io.nadir.cli.picture;

import org.jspecify.annotations.NullMarked;
