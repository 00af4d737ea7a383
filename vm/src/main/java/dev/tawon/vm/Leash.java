package dev.tawon.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes QEMU end when the thread that started it does, so that a guest that hangs does not outlive a Tawon that was killed:
 * {@code PR_SET_PDEATHSIG}, by way of util-linux's {@code setpriv} where there is one. That thread waits for QEMU to end.
 */
final class Leash {
  private Leash() {}

  static List<String> hold(List<String> command) {
    Optional<Path> setpriv = Tool.find("setpriv");
    if (setpriv.isEmpty()) {
      return command;
    }
    List<String> held = new ArrayList<>(List.of(setpriv.get().toString(), "--pdeathsig", "KILL"));
    held.addAll(command);
    return held;
  }
}
