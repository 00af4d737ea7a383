package dev.tawon.cli;

import java.io.File;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolvedModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The modules that run when {@code ./tawon} does: what the command's module requires, found on the test's class path. */
final class ShippedModules {
  private ShippedModules() {}

  /** Each module that is not the JDK's, with the jar or directory that it is in. */
  static Map<String, Path> locations() {
    Map<String, Path> locations = new TreeMap<>();
    for (ResolvedModule module : resolve().modules()) {
      module
          .reference()
          .location()
          .filter(location -> location.getScheme().equals("file"))
          .ifPresent(location -> locations.put(module.name(), Path.of(location)));
    }
    return locations;
  }

  private static Configuration resolve() {
    // Surefire's class path is in the manifest of a jar that it makes; it says what that was.
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<Path> entries = Arrays.stream(classPath.split(File.pathSeparator)).map(Path::of).toList();
    return Configuration.resolve(
        new OneByOne(entries),
        List.of(ModuleLayer.boot().configuration()),
        ModuleFinder.of(),
        Set.of("dev.tawon.cli"));
  }

  /** Looks into one entry at a time: a test library that is no proper module must not stop the search. */
  private record OneByOne(List<Path> entries) implements ModuleFinder {
    @Override
    public Optional<ModuleReference> find(String name) {
      return findAll().stream()
          .filter(module -> module.descriptor().name().equals(name))
          .findFirst();
    }

    @Override
    public Set<ModuleReference> findAll() {
      Map<String, ModuleReference> found = new TreeMap<>();
      for (Path entry : entries) {
        try {
          ModuleFinder.of(entry)
              .findAll()
              .forEach(module -> found.putIfAbsent(module.descriptor().name(), module));
        } catch (FindException _) {
          // No module: nothing that Tawon could require.
        }
      }
      return Set.copyOf(found.values());
    }
  }
}
