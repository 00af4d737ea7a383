package dev.tawon.object.elf;

/**
 * A variable that whoever loads an object sets from the kernel's version and configuration: {@code extern … __kconfig}. They lie
 * in a map of one entry, {@link ElfObject#OPTIONS}.
 *
 * @param name {@code LINUX_KERNEL_VERSION}, {@code LINUX_HAS_…} or {@code CONFIG_…}
 * @param offset where it is in the map's value, in bytes
 * @param bytes how many bytes it has
 * @param optional whether the program can do without it, and finds zeros then: a weak symbol
 */
public record KernelOption(String name, int offset, int bytes, boolean optional) {}
