package dev.tawon.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Debian's packages of any suite, by name, from the mirror that this machine's own apt uses. All of apt's state is in a
 * directory of ours, so that the machine's sources and packages stay as they are; apt checks the signatures against the
 * keyring of Debian's archive.
 */
final class Apt {
  private static final Path KEYRING = Path.of("/usr/share/keyrings/debian-archive-keyring.gpg");

  private static final Duration FRESH = Duration.ofDays(1);
  private static final long POLL_MS = 100;

  private final Path state;
  private final List<String> options;
  private final String suite;

  private Apt(Path state, String suite) {
    this.state = state;
    this.suite = suite;
    this.options =
        List.of(
            "-oDir::Etc::SourceList=" + state.resolve("sources.list"),
            "-oDir::Etc::SourceParts=/dev/null",
            "-oDir::State::Lists=" + state.resolve("lists"),
            "-oDir::Cache=" + state.resolve("cache"),
            "-oAcquire::Languages=none",
            "-oAcquire::Check-Valid-Until=false", // of a suite that is archived
            "-oAPT::Sandbox::User=",
            "-oAPT::Architecture=amd64",
            "-oDebug::NoLocking=1");
  }

  /**
   * The packages of a suite. The index is read anew when it is older than a day.
   *
   * @throws VmException if apt, the keyring or a Debian source is missing, or the suite cannot be had
   */
  static Apt of(Path cache, String suite, Progress progress)
      throws IOException, InterruptedException {
    Tool.require(
        "apt-get",
        "apt (kernels are fetched by apt: on other distributions give one with --kernel-image)");
    Tool.require("dpkg-deb", "dpkg");
    if (!Files.exists(KEYRING)) {
      throw new VmException(
          KEYRING + " is not there, with which packages are checked",
          "Debian, Ubuntu: apt-get install debian-archive-keyring");
    }
    Apt apt = new Apt(cache.resolve("apt").resolve(suite), suite);
    apt.refresh(progress);
    return apt;
  }

  private void refresh(Progress progress) throws IOException, InterruptedException {
    Path stamp = state.resolve("stamp");
    String source = "deb [signed-by=%s] %s %s main\n".formatted(KEYRING, mirror(), suite);
    Path sources = state.resolve("sources.list");
    boolean fresh =
        Files.exists(stamp)
            && Files.getLastModifiedTime(stamp).toInstant().isAfter(Instant.now().minus(FRESH))
            && Files.readString(sources).equals(source);
    if (fresh) {
      return;
    }
    progress.update("reading the index of Debian's " + suite, 0, 0);
    Files.createDirectories(state.resolve("lists/partial"));
    Files.createDirectories(state.resolve("cache/archives/partial"));
    Files.writeString(sources, source);
    Tool.run(command("apt-get", "-qq", "-oAPT::Update::Error-Mode=any", "update"), state);
    Files.writeString(stamp, "");
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
  }

  private static String mirror() throws IOException, InterruptedException {
    String targets =
        Tool.output(
            List.of("apt-get", "indextargets", "--format", Mirror.FORMAT, "Created-By: Packages"));
    return Mirror.choose(targets.lines().toList())
        .orElseThrow(() ->
            new VmException(
                "this machine's apt has no source of Debian's",
                "add one to /etc/apt/sources.list, or give a kernel with --kernel-image"));
  }

  /** What apt knows of a package. */
  PackageRecord show(String name) throws IOException, InterruptedException {
    try {
      return PackageRecord.parse(
          Tool.output(command("apt-cache", "--no-all-versions", "show", name)), name);
    } catch (VmException e) {
      throw new VmException("Debian's " + suite + " has no package " + name, e.hint(), e);
    }
  }

  /** Fetches packages and unpacks them all into a directory. */
  void unpack(List<PackageRecord> packages, Path directory, Progress progress)
      throws IOException, InterruptedException {
    Path archives = Files.createDirectories(directory.resolve("archives"));
    download(packages, archives, progress);
    Path root = Files.createDirectories(directory.resolve("root"));
    for (Path file : list(archives)) {
      if (file.toString().endsWith(".deb")) {
        Tool.run(List.of("dpkg-deb", "-x", file.toString(), root.toString()), directory);
      }
    }
  }

  private void download(List<PackageRecord> packages, Path archives, Progress progress)
      throws IOException, InterruptedException {
    List<String> names = packages.stream().map(PackageRecord::exact).toList();
    String what = "fetching " + packages.getFirst().name();
    long total =
        size(Tool.output(with(command("apt-get", "-qq", "--print-uris", "download"), names)));
    progress.update(what, 0, total);
    Thread watcher =
        Thread.ofVirtual()
            .start(() -> {
              try {
                while (true) {
                  Thread.sleep(POLL_MS);
                  progress.update(what, Math.min(bytes(archives), total), total);
                }
              } catch (InterruptedException | IOException _) {
                // Done.
              }
            });
    try {
      Tool.run(with(command("apt-get", "-qq", "download"), names), archives);
    } finally {
      watcher.interrupt();
      watcher.join();
    }
    progress.update(what, total, total);
  }

  /** The sum of the third fields of {@code 'URI' FILE SIZE HASH}. */
  static long size(String uris) {
    long total = 0;
    for (String line : uris.lines().toList()) {
      String[] fields = line.split(" ", -1);
      if (fields.length >= 3 && fields[2].matches("\\d{1,15}")) {
        total += Long.parseLong(fields[2]);
      }
    }
    return total;
  }

  private static long bytes(Path directory) throws IOException {
    long bytes = 0;
    for (Path file : list(directory)) {
      if (Files.isRegularFile(file)) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  private List<String> command(String tool, String... arguments) {
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(options);
    command.addAll(List.of(arguments));
    return command;
  }

  private static List<String> with(List<String> command, List<String> more) {
    List<String> all = new ArrayList<>(command);
    all.addAll(more);
    return all;
  }
}
