package dev.tawon.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether this process is in the namespaces that the kernel booted with, as the host's own processes are.
 *
 * @param firstUser the user namespace: capabilities in another one count for nothing in {@code bpf(2)}
 * @param firstPid the pid namespace: in another one {@code /proc} has other numbers than the kernel half
 */
record Namespaces(boolean firstUser, boolean firstPid) {
  /** {@code PROC_USER_INIT_INO} and {@code PROC_PID_INIT_INO} of {@code include/linux/proc_ns.h}. */
  private static final String FIRST_USER = "user:[4026531837]";

  private static final String FIRST_PID = "pid:[4026531836]";

  /** This process's. A kernel without such namespaces has only the first. */
  static Namespaces current() {
    return new Namespaces(is("user", FIRST_USER), is("pid", FIRST_PID));
  }

  private static boolean is(String kind, String first) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns", kind)).toString().equals(first);
    } catch (IOException _) {
      return true;
    }
  }
}
