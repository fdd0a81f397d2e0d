/**
 * The problems that come with the program, with their data. To add one, implement {@link
 * io.nadir.cli.demo.Demo} and give it a name in the demo command.
 */
@NullMarked
package io.nadir.cli.demo;

import org.jspecify.annotations.NullMarked;
