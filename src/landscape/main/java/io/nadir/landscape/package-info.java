/** What the landscape of a factorization problem is like, as far as it can be told from outside. */
@NullMarked
package io.nadir.landscape;

import org.jspecify.annotations.NullMarked;
