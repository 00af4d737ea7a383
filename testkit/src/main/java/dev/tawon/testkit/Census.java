package dev.tawon.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What there is that a test may leave behind, by kind. Of this machine's own kernel only what belongs to this process is
 * looked at; in a guest, all of it, since nobody else makes anything there.
 */
record Census(Map<String, Set<String>> things) {
  private static final Path PINS = Path.of("/sys/fs/bpf");
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  static Census take(boolean guest) {
    Map<String, Set<String>> things = new TreeMap<>();
    things.put("descriptor", descriptors());
    if (guest) {
      things.put("pin", tree(PINS, false));
      things.put("cgroup", tree(CGROUPS, true));
      things.put("mount", mounts());
      things.put("network namespace", networks());
      for (KernelObjects objects : ServiceLoader.load(KernelObjects.class)) {
        objects
            .ids()
            .forEach((kind, ids) ->
                ids.forEach(
                    id -> things.computeIfAbsent(kind, _ -> new TreeSet<>()).add("id " + id)));
      }
    }
    return new Census(things);
  }

  /** What is there now and was not before, a line for each. */
  List<String> since(Census before) {
    List<String> more = new ArrayList<>();
    things.forEach((kind, now) -> {
      Set<String> then = before.things.getOrDefault(kind, Set.of());
      now.stream()
          .filter(thing -> !then.contains(thing))
          .forEach(thing -> more.add(kind + " " + thing));
    });
    return more;
  }

  /** Of kernel objects: files are the JVM's too, which opens them when it likes. */
  private static Set<String> descriptors() {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path descriptor : open.toList()) {
        String target = target(descriptor);
        if (target.contains("bpf") || target.contains("btf") || target.contains("perf_event")) {
          found.add(descriptor.getFileName() + " (" + target + ")");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException | SecurityException _) {
      return ""; // gone meanwhile
    }
  }

  private static Set<String> tree(Path root, boolean directories) {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> all = Files.walk(root)) {
      all.filter(path -> !directories || Files.isDirectory(path))
          .forEach(path -> found.add(path.toString()));
    } catch (IOException | UncheckedIOException _) {
      // Not mounted, or gone meanwhile.
    }
    return found;
  }

  private static Set<String> mounts() {
    Set<String> found = new TreeSet<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
        String[] fields = line.split(" ", -1);
        found.add(fields[4] + " (" + fields[0] + ")");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static Set<String> networks() {
    Set<String> found = new TreeSet<>(tree(Path.of("/run/netns"), false));
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .map(process -> target(process.resolve("ns/net")))
          .filter(name -> !name.isEmpty())
          .forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
