/** The programs of {@code shared/bench-reference/compiler} in Java: the same maps, the same work. */
@NullMarked
package dev.tawon.bench.programs;

import org.jspecify.annotations.NullMarked;
