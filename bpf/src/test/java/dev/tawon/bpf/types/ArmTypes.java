package dev.tawon.bpf.types;

import dev.tawon.object.btf.Btf;
import dev.tawon.vm.KernelStore;
import dev.tawon.vm.KernelVersion;
import dev.tawon.vm.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The types of Debian's Linux 6.1 for arm64. Its image is no ELF file but the kernel's memory as it is, in which they lie behind their
 * magic number.
 */
final class ArmTypes {
  private static final String METAPACKAGE = "linux-image-cloud-arm64";

  /** {@code struct btf_header} of {@code include/uapi/linux/btf.h}: magic number, version, flags and the header's size. */
  private static final long HEADER = 0x18_0001_eb9fL;

  private static final int HEADER_BYTES = 24;
  private static final int STRING_OFFSET = 16;

  private ArmTypes() {}

  /**
   * Its types, which are kept in the user's cache.
   *
   * @throws IOException if they cannot be had
   */
  static Btf read() throws IOException, InterruptedException {
    Path kept = KernelStore.ofUser().directory().resolve("types/6.1-arm64.btf");
    if (!Files.exists(kept)) {
      Files.createDirectories(kept.getParent());
      byte[] types = fetch();
      Path made = Files.createTempFile(kept.getParent(), "types", ".btf");
      Files.write(made, types);
      Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    return Btf.parse(Files.readAllBytes(kept));
  }

  private static byte[] fetch() throws IOException, InterruptedException {
    // The mirror, and the key of its packages, are those of the kernel for this machine.
    KernelStore store = KernelStore.ofUser();
    Path sources = store.directory().resolve("apt/bookworm/sources.list");
    if (!Files.exists(sources)) {
      store.fetch(KernelVersion.of("6.1"), Progress.NONE);
    }
    Path work = Files.createTempDirectory("tawon-arm64");
    try {
      List<String> options = options(sources, work);
      run(work, options, "apt-get", "-qq", "update");
      String about = run(work, options, "apt-cache", "--no-all-versions", "show", METAPACKAGE);
      String name =
          about
              .lines()
              .filter(line -> line.startsWith("Depends: "))
              .map(line -> line.substring("Depends: ".length()).split("[ ,]", 2)[0])
              .findFirst()
              .orElseThrow(() -> new IOException(METAPACKAGE + " depends on no kernel"));
      run(work, options, "apt-get", "-qq", "download", name);
      run(work, List.of(), "dpkg-deb", "-x", only(work, ".deb").toString(), work.toString());
      return types(Files.readAllBytes(only(work.resolve("boot"), "vmlinuz-")));
    } finally {
      delete(work);
    }
  }

  private static List<String> options(Path sources, Path work) throws IOException {
    Files.createDirectories(work.resolve("lists/partial"));
    Files.createDirectories(work.resolve("cache/archives/partial"));
    return List.of(
        "-oDir::Etc::SourceList=" + sources,
        "-oDir::Etc::SourceParts=/dev/null",
        "-oDir::State::Lists=" + work.resolve("lists"),
        "-oDir::Cache=" + work.resolve("cache"),
        "-oAcquire::Languages=none",
        "-oAPT::Sandbox::User=",
        "-oAPT::Architecture=arm64",
        "-oAPT::Architectures=arm64",
        "-oDebug::NoLocking=1");
  }

  private static String run(Path directory, List<String> options, String... command)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(List.of(command[0]));
    line.addAll(options);
    line.addAll(Arrays.asList(command).subList(1, command.length));
    Process process =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
    return said;
  }

  private static Path only(Path directory, String part) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Optional<Path> found =
          files.filter(file -> file.getFileName().toString().contains(part)).findFirst();
      return found.orElseThrow(() -> new IOException("nothing of " + part + " was unpacked"));
    }
  }

  private static byte[] types(byte[] image) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + HEADER_BYTES <= image.length; at += Integer.BYTES) {
      if (bytes.getLong(at) == HEADER) {
        long size =
            HEADER_BYTES
                + Integer.toUnsignedLong(bytes.getInt(at + STRING_OFFSET))
                + Integer.toUnsignedLong(bytes.getInt(at + STRING_OFFSET + Integer.BYTES));
        if (size > 1 << 20 && at + size <= image.length) {
          return Arrays.copyOfRange(image, at, at + (int) size);
        }
      }
    }
    throw new IOException("the image for arm64 has no types");
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
