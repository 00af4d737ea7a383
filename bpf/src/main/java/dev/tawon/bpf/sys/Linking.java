package dev.tawon.bpf.sys;

import java.lang.invoke.MethodHandles;

/** Links the functions of libc that every load needs. */
public final class Linking {
  private Linking() {}

  /**
   * Begins to link them on a thread of its own, and returns. In a JVM that has just started the linker takes tens of milliseconds,
   * in which the caller can compile. Whoever calls one of the functions meanwhile waits for it.
   */
  public static void begin() {
    Thread thread = new Thread(Linking::link, "tawon-linking");
    thread.setDaemon(true);
    thread.start();
  }

  private static void link() {
    MethodHandles.Lookup own = MethodHandles.lookup();
    try {
      own.ensureInitialized(BpfCall.class);
      own.ensureInitialized(FileDescriptor.class);
      own.ensureInitialized(MemoryCalls.class);
      own.ensureInitialized(ClockCalls.class);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("the classes are of this package", e);
    }
  }
}
