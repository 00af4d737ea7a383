/**
 * Every call to native code, and nothing else: one class a family of system calls, through libc alone.
 *
 * <p>The rules of the package:
 *
 * <ul>
 *   <li>A call returns what the kernel returns, with the error folded in: a negative result is a negated {@link
 *       dev.tawon.bpf.sys.Errno}. Nothing here throws for an error of the kernel's; what it means is the caller's to say.
 *   <li>Method handles and layouts are static finals, so that a call compiles to a direct one. A family's class is
 *       initialised, and its handle linked, when it is first used.
 *   <li>No method takes or returns an address: memory is a {@link java.lang.foreign.MemorySegment}, a descriptor is a
 *       {@link dev.tawon.bpf.sys.FileDescriptor} that one object owns.
 *   <li>Structures are laid out as on a 64-bit little-endian machine, the only ones with a syscall table in {@link
 *       dev.tawon.bpf.sys.Architecture}.
 * </ul>
 */
package dev.tawon.bpf.sys;
