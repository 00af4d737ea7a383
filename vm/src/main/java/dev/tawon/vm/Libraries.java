package dev.tawon.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shared libraries that programs of this machine need, as its dynamic loader finds them. */
final class Libraries {
  /** The loader's path is part of the x86-64 ABI. */
  static final Path LOADER = Path.of("/lib64/ld-linux-x86-64.so.2");

  private static final Pattern FOUND = Pattern.compile("\\s=>\\s(/\\S+)\\s\\(");

  private final Set<Path> files = new TreeSet<>();

  /** Adds what a program needs. */
  void add(Path program) throws IOException, InterruptedException {
    add(program, "");
  }

  /**
   * Adds what a program or library needs.
   *
   * @param path directories to look in first, separated by colons
   * @throws VmException if this machine has no GNU C library
   */
  void add(Path program, String path) throws IOException, InterruptedException {
    if (!Files.exists(LOADER)) {
      throw new VmException(
          "this machine has no " + LOADER,
          "virtual machines take their user land from x86-64 Linux with the GNU C library");
    }
    Matcher matcher =
        FOUND.matcher(
            Tool.output(
                List.of(LOADER.toString(), "--library-path", path, "--list", program.toString())));
    while (matcher.find()) {
      files.add(Path.of(matcher.group(1)));
    }
  }

  /** Writes them, where the loader looks for them, and the loader. */
  void write(GuestFiles into, Path without) {
    into.add(LOADER.toString(), LOADER);
    for (Path file : files) {
      if (!file.startsWith(without)) {
        String path = file.toString();
        into.add(path.startsWith("/usr/") ? path.substring("/usr".length()) : path, file);
      }
    }
  }
}
