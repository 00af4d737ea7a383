package dev.tawon.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The modules that a guest gets of those that a kernel's package has: few, because all of them lie in its memory. With the
 * indices that {@code modprobe} reads, made here, so that neither this machine nor the guest needs {@code depmod}.
 */
final class KernelModules {
  /** What the guest itself needs, loaded before anything else. */
  private static final List<String> BOOT = List.of("virtio_pci", "virtio_console");

  /** What programs may be tried on; loaded when they are asked for. */
  private static final List<String> ON_DEMAND =
      List.of(
          "virtio_net",
          "veth",
          "dummy",
          "tun",
          "bridge",
          "sch_ingress",
          "sch_fq",
          "cls_bpf",
          "act_bpf",
          "nf_tables",
          "nf_conntrack",
          "loop",
          "btrfs",
          "overlay",
          "fuse",
          "nfs",
          "nfsv3",
          "nfsv4",
          "nfsd",
          "crc32c_generic",
          "crc32c_intel",
          "unix_diag",
          "tcp_diag",
          "inet_diag");

  private final Path directory;
  private final Map<String, Path> files = new TreeMap<>();
  private final Map<String, ModuleInfo> chosen = new LinkedHashMap<>();
  private final Map<String, Path> unpacked = new LinkedHashMap<>();

  private KernelModules(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes a kernel's modules as an archive.
   *
   * @param directory {@code lib/modules/RELEASE} of its package
   * @param archive where to write
   * @param work an empty directory for files that are needed meanwhile
   */
  static void pack(Path directory, Path archive, Path work)
      throws IOException, InterruptedException {
    KernelModules modules = new KernelModules(directory);
    modules.index();
    for (String name : BOOT) {
      modules.choose(name, work);
    }
    List<String> boot = List.copyOf(modules.chosen.keySet());
    for (String name : ON_DEMAND) {
      modules.choose(name, work);
    }
    modules.write(boot, archive);
  }

  private void index() throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> moduleName(file).ifPresent(name -> files.put(name, file)));
    }
  }

  /** {@code sch_ingress} of {@code sch-ingress.ko.xz}; empty for what is no module. */
  private static Optional<String> moduleName(Path file) {
    String name = file.getFileName().toString();
    int end = name.indexOf(".ko");
    return end > 0 && name.substring(end).matches("\\.ko(\\.(gz|xz|zst))?")
        ? Optional.of(normal(name.substring(0, end)))
        : Optional.empty();
  }

  private static String normal(String name) {
    return name.replace('-', '_');
  }

  /** With what it depends on, which comes first. One that there is no file of is built in, or the kernel is without it. */
  private void choose(String wanted, Path work) throws IOException, InterruptedException {
    String name = normal(wanted);
    Path file = files.get(name);
    if (file == null || unpacked.containsKey(name)) {
      return;
    }
    Path plain = unpack(name, file, work);
    unpacked.put(name, plain);
    ModuleInfo info = ModuleInfo.read(Files.readAllBytes(plain), name);
    for (String needed : info.depends()) {
      choose(needed, work);
    }
    chosen.put(name, info);
  }

  private static Path unpack(String name, Path file, Path work)
      throws IOException, InterruptedException {
    Optional<Compression> compression = Compression.of(firstBytes(file), 0);
    if (compression.isEmpty()) {
      return file;
    }
    Path plain = work.resolve(name + ".ko");
    compression.get().decompress(file, plain);
    return plain;
  }

  private static byte[] firstBytes(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(8);
    }
  }

  private void write(List<String> boot, Path archive) throws IOException {
    String release = directory.getFileName().toString();
    String root = "lib/modules/" + release;
    List<String> dependencies = new ArrayList<>();
    List<String> aliases = new ArrayList<>();
    try (OutputStream out = Files.newOutputStream(archive);
        CpioWriter cpio = CpioWriter.to(out)) {
      for (Map.Entry<String, ModuleInfo> module : chosen.entrySet()) {
        String name = module.getKey();
        cpio.file(root + "/" + name + ".ko", false, unpacked(name));
        dependencies.add(name + ".ko: " + String.join(" ", closure(name)));
        module.getValue().aliases().forEach(alias -> aliases.add("alias " + alias + " " + name));
      }
      cpio.file(root + "/modules.dep", false, lines(dependencies));
      cpio.file(root + "/modules.alias", false, lines(aliases));
      cpio.file(root + "/modules.symbols", false, new byte[0]);
      cpio.file(
          "etc/tawon/boot-modules",
          false,
          lines(boot.stream().map(name -> "/" + root + "/" + name + ".ko").toList()));
    }
  }

  private Path unpacked(String name) {
    return java.util.Objects.requireNonNull(unpacked.get(name));
  }

  /** All that a module depends on, the nearest first, as {@code depmod} writes it: the last is loaded first. */
  private List<String> closure(String name) {
    List<String> all = new ArrayList<>();
    collect(name, all);
    return all.reversed().stream().filter(n -> !n.equals(name)).map(n -> n + ".ko").toList();
  }

  private void collect(String name, List<String> into) {
    ModuleInfo info = chosen.get(name);
    if (info == null || into.contains(name)) {
      return;
    }
    info.depends().forEach(needed -> collect(normal(needed), into));
    into.add(name);
  }

  private static byte[] lines(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
