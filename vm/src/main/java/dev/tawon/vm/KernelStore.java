package dev.tawon.vm;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The kernels that were fetched, in the user's cache directory: {@code $XDG_CACHE_HOME/tawon} or {@code ~/.cache/tawon}.
 * Several processes may use it at once.
 */
public final class KernelStore {
  private static final String VMLINUX = "vmlinux";
  private static final String MODULES = "modules.cpio";
  private static final String CONFIG = "config";
  private static final String ABOUT = "about.properties";

  private final Path cache;

  private KernelStore(Path cache) {
    this.cache = cache;
  }

  /** The user's. */
  public static KernelStore ofUser() {
    return new KernelStore(
        cacheDirectory(System.getenv("XDG_CACHE_HOME"), System.getProperty("user.home")));
  }

  /** One in a directory of its own. */
  public static KernelStore of(Path cache) {
    return new KernelStore(cache);
  }

  private static Path cacheDirectory(
      @org.jspecify.annotations.Nullable String configured, String home) {
    return configured != null && configured.startsWith("/")
        ? Path.of(configured, "tawon")
        : Path.of(home, ".cache", "tawon");
  }

  /** Where all of it is. */
  public Path directory() {
    return cache;
  }

  /** The kernel of a version, if it was fetched. */
  public Optional<Kernel> find(KernelVersion version) throws IOException {
    Path directory = kernels().resolve(version.name());
    Path about = directory.resolve(ABOUT);
    if (!Files.exists(about)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(about)) {
      properties.load(in);
    }
    return Optional.of(
        new Kernel(
            version.name(),
            properties.getProperty("release", ""),
            properties.getProperty("origin", ""),
            directory.resolve(VMLINUX),
            Optional.of(directory.resolve(MODULES)),
            Optional.of(directory.resolve(CONFIG)).filter(Files::exists)));
  }

  /** The kernel of a version, which is fetched first if it is not there. */
  public Kernel get(KernelVersion version, Progress progress)
      throws IOException, InterruptedException {
    Optional<Kernel> there = find(version);
    return there.isPresent() ? there.get() : fetch(version, progress);
  }

  /**
   * Fetches the newest package of a version; the one that is there already if it is that.
   *
   * @throws VmException if no suite has it
   */
  public Kernel fetch(KernelVersion version, Progress progress)
      throws IOException, InterruptedException {
    List<VmException> failures = new ArrayList<>();
    for (String suite : version.suites()) {
      try {
        return fetch(version, suite, progress);
      } catch (VmException e) {
        failures.add(e);
      }
    }
    VmException first = failures.getFirst();
    failures.stream().skip(1).forEach(first::addSuppressed);
    throw first;
  }

  private Kernel fetch(KernelVersion version, String suite, Progress progress)
      throws IOException, InterruptedException {
    Apt apt = Apt.of(cache, suite, progress);
    PackageRecord image = apt.show(apt.show(KernelVersion.PACKAGE).image());
    Optional<Kernel> there = find(version);
    if (there.isPresent() && there.get().origin().equals(image.exact())) {
      return there.get();
    }
    List<PackageRecord> packages = new ArrayList<>(List.of(image));
    for (String part : image.parts()) {
      packages.add(apt.show(part));
    }
    try (WorkDirectory work = WorkDirectory.in(cache)) {
      apt.unpack(packages, work.path(), progress);
      progress.update("unpacking " + image.name(), 0, 0);
      Path made = assemble(version, image, work.path());
      install(made, version);
    }
    return find(version)
        .orElseThrow(() -> new VmException("kernel " + version.name() + " went away again", ""));
  }

  private Path assemble(KernelVersion version, PackageRecord image, Path work)
      throws IOException, InterruptedException {
    Path root = work.resolve("root");
    Path modules = first(root, image, "lib/modules/*", "usr/lib/modules/*");
    String release = modules.getFileName().toString();
    if (!version.includes(release)) {
      throw new VmException(
          "Debian's package "
              + image.exact()
              + " has the kernel "
              + release
              + ", not "
              + version.name(),
          "");
    }
    Path made = Files.createDirectories(work.resolve("made"));
    KernelImage.unpack(
        first(root, image, "boot/vmlinuz-*", modules.resolve("vmlinuz").toString()),
        made.resolve(VMLINUX));
    Files.copy(
        first(root, image, "boot/config-*", modules.resolve("config").toString()),
        made.resolve(CONFIG));
    KernelModules.pack(
        modules, made.resolve(MODULES), Files.createDirectories(work.resolve("modules")));
    Properties about = new Properties();
    about.setProperty("release", release);
    about.setProperty("origin", image.exact());
    try (var out = Files.newBufferedWriter(made.resolve(ABOUT))) {
      about.store(out, null);
    }
    return made;
  }

  /** The first file of a package that is as one of the patterns says. */
  private static Path first(Path root, PackageRecord image, String... patterns) throws IOException {
    for (String pattern : patterns) {
      Path absolute = root.resolve(pattern);
      Path directory = absolute.getParent();
      if (directory != null && Files.isDirectory(directory)) {
        try (Stream<Path> matches =
            Files.list(directory)
                .filter(file ->
                    absolute.getFileSystem().getPathMatcher("glob:" + absolute).matches(file))) {
          Optional<Path> match = matches.sorted().findFirst();
          if (match.isPresent()) {
            return match.get();
          }
        }
      }
    }
    throw new VmException(
        "Debian's package " + image.exact() + " has none of " + String.join(", ", patterns), "");
  }

  private void install(Path made, KernelVersion version) throws IOException {
    Path target = kernels().resolve(version.name());
    Files.createDirectories(kernels());
    WorkDirectory.delete(target);
    Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * A kernel from a file.
   *
   * @param file a {@code bzImage} with all that it needs built in, or an ELF {@code vmlinux}
   * @throws VmException if it is none
   */
  public Kernel ofFile(Path file) throws IOException, InterruptedException {
    Path image = file.toAbsolutePath().normalize();
    if (!Files.isRegularFile(image)) {
      throw new VmException(file + ": no such file", "--kernel-image takes a bzImage");
    }
    String key =
        Integer.toHexString(image.toString().hashCode())
            + "-"
            + Files.size(image)
            + "-"
            + Files.getLastModifiedTime(image).toMillis();
    Path images = cache.resolve("images");
    Path vmlinux = images.resolve(key);
    if (!Files.exists(vmlinux)) {
      try (WorkDirectory work = WorkDirectory.in(cache)) {
        Path made = work.path().resolve(VMLINUX);
        KernelImage.unpack(image, made);
        Files.createDirectories(images);
        Files.move(made, vmlinux, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    Path config = image.resolveSibling("config");
    return new Kernel(
        name(image),
        name(image),
        image.toString(),
        vmlinux,
        Optional.empty(),
        Optional.of(config).filter(Files::exists));
  }

  /** {@code 6.12-override} of {@code …/6.12-override/bzImage}: files of that name are many. */
  private static String name(Path image) {
    String name = image.getFileName().toString();
    Path parent = image.getParent();
    return name.equals("bzImage") && parent != null && parent.getFileName() != null
        ? parent.getFileName().toString()
        : name;
  }

  private Path kernels() {
    return cache.resolve("kernels");
  }
}
