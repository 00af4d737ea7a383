package dev.tawon.bpf;

import dev.tawon.compiler.FaultSite;

/**
 * A check that failed in a program, which then ended with its hook's neutral result.
 *
 * @param site where it stands in the Java source, and what is wrong when it fails
 * @param count how often it failed since the module was loaded, on all CPUs
 */
public record Fault(FaultSite site, long count) {}
