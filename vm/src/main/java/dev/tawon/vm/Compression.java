package dev.tawon.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How kernels and modules are compressed, known by their first bytes. */
enum Compression {
  GZIP(List.of(), "", 0x1f, 0x8b),
  XZ(List.of("xz", "-dc"), "xz-utils", 0xfd, '7', 'z', 'X', 'Z'),
  ZSTD(List.of("zstd", "-qdc"), "zstd", 0x28, 0xb5, 0x2f, 0xfd),
  /** The legacy frame, which is the kernel's. */
  LZ4(List.of("lz4", "-qdc"), "lz4", 0x02, 0x21, 0x4c, 0x18);

  private final List<String> command;
  private final String debianPackage;
  private final int[] magic;

  Compression(List<String> command, String debianPackage, int... magic) {
    this.command = command;
    this.debianPackage = debianPackage;
    this.magic = magic;
  }

  /** What content begins like; empty if like none of them. */
  static Optional<Compression> of(byte[] content, int offset) {
    for (Compression compression : values()) {
      boolean same = content.length - offset >= compression.magic.length;
      for (int i = 0; same && i < compression.magic.length; i++) {
        same = (content[offset + i] & 0xff) == compression.magic[i];
      }
      if (same) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /** Decompresses a file into another. */
  void decompress(Path from, Path to) throws IOException, InterruptedException {
    if (this == GZIP) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(from), 1 << 16)) {
        Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
      }
      return;
    }
    Path tool = Tool.require(command.getFirst(), debianPackage);
    Tool.filter(
        List.of(tool.toString(), command.get(1)), from, to);
  }
}
