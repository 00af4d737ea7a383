package dev.tawon.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What every guest has, whatever its kernel, made once and kept as two archives: a small user land (busybox, and of this
 * machine's programs those that tests use), and the run-time image of a JDK.
 */
final class UserLand {
  /**
   * Options of every JVM of the image. The JDK's class archive is mapped where it was made for: to move it elsewhere, which a
   * JVM does by default, writes to all of its pages, and takes seconds where each page fault is emulated.
   */
  private static final String JAVA_OPTIONS =
      "-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:+UseSerialGC"
          + " -XX:TieredStopAtLevel=1 -XX:-UsePerfData";

  /** Copied from this machine if they are there. A shell that is not busybox's: that one runs its applets without exec. */
  private static final List<String> PROGRAMS =
      List.of("dash", "bash", "setpriv", "ip", "tc", "nft", "bpftool", "mkfs.btrfs");

  /** What Tawon and a test runner need of the JDK. */
  private static final String JAVA_MODULES =
      "java.base,java.instrument,java.logging,java.management,java.net.http,java.xml,jdk.jfr,"
          + "jdk.management,jdk.unsupported,jdk.zipfs";

  /** Of the GNU C library: without it a JVM has no name for what is not ASCII. */
  private static final Path LOCALE = Path.of("/usr/lib/locale/C.utf8");

  private static final String COMPILER = ",java.compiler,jdk.compiler";

  private final Path cache;
  private final Progress progress;

  UserLand(Path cache, Progress progress) {
    this.cache = cache;
    this.progress = progress;
  }

  /** Makes the archive at a path. */
  @FunctionalInterface
  private interface Maker {
    void make(Path archive, Path work) throws IOException, InterruptedException;
  }

  /** The small user land. */
  Path programs() throws IOException, InterruptedException {
    StringBuilder key =
        new StringBuilder(resource("init")).append(stamp(Libraries.LOADER)).append(stamp(LOCALE));
    PROGRAMS.forEach(name -> Tool.find(name).ifPresent(file -> key.append(stamp(file))));
    Optional<Path> busybox = ownBusybox();
    busybox.ifPresent(file -> key.append(stamp(file)));
    return kept("programs", key.toString(), this::makePrograms);
  }

  /**
   * The run-time image of the JDK that runs this.
   *
   * @param compiler with javac
   */
  Path java(boolean compiler) throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("java.home"));
    Path jlink = home.resolve("bin/jlink");
    if (!Files.isExecutable(jlink)) {
      throw new VmException(
          home + " has no jlink, with which the guest's Java is made",
          "run Tawon with a whole JDK");
    }
    String modules = JAVA_MODULES + (compiler ? COMPILER : "");
    return kept(
        compiler ? "javac" : "java",
        modules + JAVA_OPTIONS + stamp(home.resolve("release")),
        (archive, work) -> makeJava(jlink, modules, archive, work));
  }

  private Path kept(String name, String key, Maker maker) throws IOException, InterruptedException {
    Path base = cache.resolve("base");
    Path archive = base.resolve(name + "-" + digest(key) + ".cpio");
    if (Files.exists(archive)) {
      return archive;
    }
    progress.update("making the guest's " + name, 0, 0);
    try (WorkDirectory work = WorkDirectory.in(cache)) {
      Path made = work.path().resolve("archive");
      maker.make(made, work.path());
      Files.createDirectories(base);
      dropOlder(name, base);
      Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
    }
    return archive;
  }

  /** One of each is kept: they are large. A guest that starts from one just now has copied it, or fails and is started anew. */
  private static void dropOlder(String name, Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory, name + "-*.cpio")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  private void makePrograms(Path archive, Path work) throws IOException, InterruptedException {
    Path busybox = ownBusybox().isPresent() ? ownBusybox().get() : fetchBusybox(work);
    GuestFiles files = GuestFiles.create();
    Libraries libraries = new Libraries();
    files.add("/bin/busybox", busybox);
    List<String> present = new ArrayList<>();
    for (String name : PROGRAMS) {
      Optional<Path> program = Tool.find(name);
      if (program.isPresent()) {
        libraries.add(program.get());
        files.add("/bin/" + name, program.get().toRealPath());
        present.add(name);
      }
    }
    libraries.write(files, Path.of("/nowhere"));
    if (Files.isDirectory(LOCALE)) {
      files.addTree("/lib/locale/C.utf8", LOCALE);
    }
    try (OutputStream out = Files.newOutputStream(archive)) {
      skeleton(out, busybox, present);
    }
    try (OutputStream out =
        Files.newOutputStream(archive, java.nio.file.StandardOpenOption.APPEND)) {
      files.pack(out);
    }
  }

  private static void skeleton(OutputStream stream, Path busybox, List<String> present)
      throws IOException, InterruptedException {
    CpioWriter cpio = CpioWriter.to(stream);
    for (String directory :
        List.of(
            "bin",
            "lib",
            "lib64",
            "usr",
            "proc",
            "sys",
            "dev",
            "tmp",
            "run",
            "root",
            "mnt",
            "var/tmp",
            "etc/tawon")) {
      cpio.directory(directory);
    }
    cpio.link("sbin", "bin");
    for (String name : List.of("bin", "sbin", "lib", "lib64")) {
      cpio.link("usr/" + name, "../" + name);
    }
    cpio.device("dev/console", 5, 1);
    cpio.device("dev/null", 1, 3);
    for (String applet : Tool.output(List.of(busybox.toString(), "--list")).lines().toList()) {
      if (!applet.equals("busybox") && !applet.equals("sh") && !present.contains(applet)) {
        cpio.link("bin/" + applet, "busybox");
      }
    }
    cpio.link("bin/sh", present.contains("dash") ? "dash" : "busybox");
    for (Map.Entry<String, String> file :
        Map.of(
                "etc/passwd", "root:x:0:0:root:/root:/bin/sh\n",
                "etc/group", "root:x:0:\n",
                "etc/hosts", "127.0.0.1 localhost\n::1 localhost\n",
                "etc/hostname", "tawon\n")
            .entrySet()) {
      cpio.file(file.getKey(), false, file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    cpio.file("init", true, resource("init").getBytes(StandardCharsets.UTF_8));
    cpio.close();
  }

  /** A busybox of this machine that needs no library; one that is not static would do without what is in the guest. */
  private static Optional<Path> ownBusybox() {
    return Tool.find("busybox").filter(UserLand::isStatic);
  }

  private static boolean isStatic(Path program) {
    try {
      // The name of the dynamic loader is in the program header at the beginning.
      byte[] start;
      try (var in = Files.newInputStream(program)) {
        start = in.readNBytes(4096);
      }
      return !new String(start, StandardCharsets.ISO_8859_1).contains("/ld-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path fetchBusybox(Path work) throws IOException, InterruptedException {
    Apt apt = Apt.of(cache, "bookworm", progress);
    Path directory = Files.createDirectories(work.resolve("busybox"));
    apt.unpack(List.of(apt.show("busybox-static")), directory, progress);
    for (String path : List.of("bin/busybox", "usr/bin/busybox")) {
      Path busybox = directory.resolve("root").resolve(path);
      if (Files.isExecutable(busybox)) {
        return busybox;
      }
    }
    throw new VmException("Debian's package busybox-static has no busybox", "");
  }

  private static void makeJava(Path jlink, String modules, Path archive, Path work)
      throws IOException, InterruptedException {
    Path image = work.resolve("jvm");
    Tool.run(
        List.of(
            jlink.toString(),
            "--add-modules",
            modules,
            "--output",
            image.toString(),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress=zip-0",
            "--add-options=" + JAVA_OPTIONS,
            "--generate-cds-archive"),
        work);
    // For heaps whose pointers are not compressed: those of a guest are small.
    Files.deleteIfExists(image.resolve("lib/server/classes_nocoops.jsa"));
    Libraries libraries = new Libraries();
    String path = image.resolve("lib") + ":" + image.resolve("lib/server");
    libraries.add(image.resolve("bin/java"));
    libraries.add(image.resolve("lib/server/libjvm.so"));
    try (var files = Files.newDirectoryStream(image.resolve("lib"), "*.so")) {
      for (Path file : files) {
        libraries.add(file, path);
      }
    }
    GuestFiles files = GuestFiles.create().addTree("/jvm", image);
    libraries.write(files, image);
    try (OutputStream out = Files.newOutputStream(archive)) {
      files.pack(out);
    }
  }

  private static String stamp(Path file) {
    try {
      Path real = file.toRealPath();
      return "\n" + real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real);
    } catch (IOException _) {
      return "\n" + file + " gone";
    }
  }

  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  private static String resource(String name) {
    try (var in = UserLand.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing in the module dev.tawon.vm");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
