package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** {@code bpf(2)} itself. */
final class BpfCall {
  private static final MethodHandle SYSCALL =
      Libc.variadic(
          "syscall", 1, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private static final long NUMBER = Architecture.current().bpf();

  private BpfCall() {}

  /**
   * One call.
   *
   * @param command of {@code enum bpf_cmd}
   * @param attributes a {@code union bpf_attr}; its size is what the kernel is told
   * @return what the kernel returns, or a negated errno
   */
  static int invoke(int command, MemorySegment attributes) {
    MemorySegment state = Libc.state();
    try {
      long returned =
          (long)
              SYSCALL.invokeExact(state, NUMBER, command, attributes, (int) attributes.byteSize());
      return (int) Libc.result(returned, state);
    } catch (Throwable e) {
      throw Libc.unexpected(e);
    }
  }
}
