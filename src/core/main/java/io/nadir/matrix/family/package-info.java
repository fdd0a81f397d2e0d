/** How matrix factorization enters the solver. */
@NullMarked
package io.nadir.matrix.family;

import org.jspecify.annotations.NullMarked;
