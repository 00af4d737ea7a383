package dev.tawon.cli;

import dev.tawon.vm.GuestFiles;
import java.io.IOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** This Tawon, in a guest: its modules, and a command {@code tawon} that runs them. */
final class GuestTawon {
  /** As the launcher's; the rest is the same for every JVM of a guest. */
  private static final String OPTIONS =
      "-Djdk.lang.Process.launchMechanism=FORK --enable-native-access=dev.tawon.bpf";

  private static final int MAX_HEAP_MEGABYTES = 256;

  private GuestTawon() {}

  /** The files, for a guest of so much memory. */
  static GuestFiles files(int megabytes) throws IOException {
    GuestFiles files = GuestFiles.create();
    List<String> path = new ArrayList<>();
    for (Path module : modules()) {
      String name = "/opt/tawon/" + path.size() + "-" + module.getFileName();
      if (Files.isDirectory(module)) {
        files.addTree(name, module);
      } else {
        files.add(name, module);
      }
      path.add(name);
    }
    return files.addText(
        "/bin/tawon",
        true,
        "#!/bin/sh\nexec java %s -Xmx%dm -p %s -m dev.tawon.cli/dev.tawon.cli.Main \"$@\"\n"
            .formatted(
                OPTIONS, Math.min(MAX_HEAP_MEGABYTES, megabytes / 2), String.join(":", path)));
  }

  /** Where the modules are that run here and are not the JDK's. On a class path, as in tests, there are none. */
  private static List<Path> modules() {
    return ModuleLayer.boot().configuration().modules().stream()
        .map(ResolvedModule::reference)
        .flatMap(reference -> reference.location().stream())
        .filter(location -> location.getScheme().equals("file"))
        .map((URI location) -> Path.of(location))
        .sorted()
        .toList();
  }
}
