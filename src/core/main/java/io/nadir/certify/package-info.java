/**
 * Certificates: what is known about how far a point is from the global minimum, and the verdict
 * that follows.
 */
@NullMarked
package io.nadir.certify;

import org.jspecify.annotations.NullMarked;
