/**
 * What the monitor costs, measured on this machine: {@code bench/run} writes {@code bench/RESULTS.md}. Everything it makes the
 * monitor look at are processes of its own.
 */
@NullMarked
package dev.tawon.bench;

import org.jspecify.annotations.NullMarked;
