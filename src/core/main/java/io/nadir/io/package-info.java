/** Strict readers and atomic writers of matrices, factors and checkpoints. */
@NullMarked
package io.nadir.io;

import org.jspecify.annotations.NullMarked;
