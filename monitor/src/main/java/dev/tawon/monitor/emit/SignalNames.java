package dev.tawon.monitor.emit;

import java.util.List;

/** Names of signals on x86-64 and aarch64: {@code include/uapi/asm-generic/signal.h}. */
final class SignalNames {
  private static final List<String> NAMES =
      List.of(
          "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV",
          "USR2", "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU",
          "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private SignalNames() {}

  /** {@code SIGKILL} and the like; {@code signal 40} for the real-time ones. */
  static String name(int signal) {
    return signal > 0 && signal < NAMES.size() ? "SIG" + NAMES.get(signal) : "signal " + signal;
  }
}
