package dev.tawon.vm;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A kernel that can be booted.
 *
 * @param name as users call it
 * @param release as it calls itself, {@code 6.1.0-35-cloud-amd64}; the file's name for one that was given as a file
 * @param origin where it comes from: a package and its version, or a file
 * @param vmlinux the ELF file
 * @param modules the archive of its modules; empty if it has all that it needs built in
 * @param config the options that it was built with; empty if that is not known
 */
public record Kernel(
    String name,
    String release,
    String origin,
    Path vmlinux,
    Optional<Path> modules,
    Optional<Path> config) {}
