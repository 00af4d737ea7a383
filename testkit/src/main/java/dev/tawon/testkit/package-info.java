/**
 * JUnit tests on Linux kernels: this machine's, and others in QEMU.
 *
 * <p>A class of tests says what it needs with {@link dev.tawon.testkit.KernelTest}. Run as any test it is on this machine's
 * kernel, if that has what it needs; {@link dev.tawon.testkit.KernelSuite} runs all such classes of a module on other kernels,
 * in a virtual machine each, and brings back reports as Maven's surefire writes them, with the kernel in the names.
 *
 * <p>Two things are failures there that JUnit would let pass. A test that is skipped though the kernel, by its version and the
 * options that it was built with, has what the class needs; and a class that leaves something behind: descriptors, programs,
 * maps, links, pins, mounts, network namespaces, cgroups.
 */
package dev.tawon.testkit;
