/** The libraries that the kernels are compared with, each behind {@link Peer}. */
@NullMarked
package io.nadir.jmh.peers;

import org.jspecify.annotations.NullMarked;
