/**
 * eBPF in user space: runs programs with no kernel and no privileges, on any operating system.
 *
 * <p>{@link dev.tawon.sandbox.Sandbox#of} takes a program, checks its shape and makes it ready: compiled to JVM bytecode, or
 * for the interpreter. {@link dev.tawon.sandbox.Sandbox#run(byte[])} runs it on a context. Whatever the program does, verified or
 * not, the worst that comes of it is a {@link dev.tawon.sandbox.FaultException}: each access to memory is checked
 * against the region that it is in, and a run ends when its budget of instructions does.
 *
 * {@snippet lang="java" :
 * Sandbox sandbox = Sandbox.of(Assembler.assemble("r0 = *(u8 *)(r1 +0)\nexit"));
 * long first = sandbox.run(new byte[] {42});
 * }
 *
 * <p>Everything is deterministic: a program sees no address, clock or random number of this machine.
 *
 * <p>Source: {@code Documentation/bpf/standardization/instruction-set.rst} (RFC 9669) and, where that leaves room, {@code
 * kernel/bpf/core.c} and {@code kernel/bpf/verifier.c}.
 */
@NullMarked
package dev.tawon.sandbox;

import org.jspecify.annotations.NullMarked;
