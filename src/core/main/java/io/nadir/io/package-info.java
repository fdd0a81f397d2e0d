/**
 * Files: strict readers of matrices, tensors, entries and factors, and atomic writers of results,
 * models and checkpoints.
 */
@NullMarked
package io.nadir.io;

import org.jspecify.annotations.NullMarked;
