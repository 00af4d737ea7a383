/**
 * The workloads: a process of their own that does one thing as fast as it can, or at a rate, so that a monitor can be told to
 * look at it and at nothing else. It talks to loopback, to its own files, and to the kernel alone.
 */
@NullMarked
package dev.tawon.bench.load;

import org.jspecify.annotations.NullMarked;
