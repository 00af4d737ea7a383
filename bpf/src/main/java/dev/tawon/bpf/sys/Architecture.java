package dev.tawon.bpf.sys;

import java.util.Locale;

/**
 * The machines that Tawon runs on, with the numbers of the system calls that libc has no function for.
 *
 * <p>Source: {@code arch/x86/entry/syscalls/syscall_64.tbl} and {@code include/uapi/asm-generic/unistd.h}.
 */
public enum Architecture {
  X86_64(321, 298),
  AARCH64(280, 241);

  private final long bpf;
  private final long perfEventOpen;

  Architecture(long bpf, long perfEventOpen) {
    this.bpf = bpf;
    this.perfEventOpen = perfEventOpen;
  }

  /**
   * The machine that this JVM runs on.
   *
   * @throws UnsupportedOperationException if it is another machine, or another operating system than Linux
   */
  public static Architecture current() {
    return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  /** The machine with a JVM's names for the operating system and the processor. */
  static Architecture of(String operatingSystem, String processor) {
    if (!operatingSystem.equals("Linux")) {
      throw new UnsupportedOperationException(
          "eBPF programs are loaded on Linux; this is " + operatingSystem);
    }
    return switch (processor.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64" -> AARCH64;
      default ->
          throw new UnsupportedOperationException(
              "no system call numbers for " + processor + ": only for x86-64 and aarch64");
    };
  }

  /** The number of {@code bpf(2)}. */
  long bpf() {
    return bpf;
  }

  /** The number of {@code perf_event_open(2)}. */
  long perfEventOpen() {
    return perfEventOpen;
  }
}
