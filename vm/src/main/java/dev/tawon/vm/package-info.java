/**
 * Linux kernels in QEMU: to try on many kernels, as root and without fear, what is built for them.
 *
 * <ul>
 *   <li>{@link dev.tawon.vm.KernelVersion} names the kernels that there are; {@link dev.tawon.vm.KernelStore} fetches them
 *       from Debian by package name, with the machine's own apt, and keeps them.
 *   <li>{@link dev.tawon.vm.Machine} describes a run: a kernel, processors, memory, files, a command.
 *   <li>{@link dev.tawon.vm.VirtualMachine} boots it, streams what the command writes, and gives an {@link
 *       dev.tawon.vm.Outcome}: the command's exit code, or what became of the guest instead.
 * </ul>
 *
 * <p>A guest has no disk and no network card. All that it has is one initial file system in memory, of concatenated {@code
 * cpio} archives: a small user land with the run-time image of this JDK, the kernel's few modules, and the files of the run.
 * Results come back over virtio serial ports.
 *
 * <p>Nothing here is native code, and nothing is changed on the machine but files under the user's cache directory.
 */
package dev.tawon.vm;
