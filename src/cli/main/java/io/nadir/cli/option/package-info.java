/**
 * Options that commands share, a class for each group, and the converters that read their values.
 * To add an option, find the group that it belongs to; declare it once there, and every command
 * that mixes the group in has it. A value that is not allowed is refused with {@link
 * io.nadir.cli.option.RefusedException} before anything is computed.
 */
@NullMarked
package io.nadir.cli.option;

import org.jspecify.annotations.NullMarked;
