package dev.tawon.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** How kernels and modules are compressed, known by their first bytes. */
enum Compression {
  GZIP("", "", "", "1f8b"),
  XZ("xz", "-dc", "xz-utils", "fd377a585a"),
  ZSTD("zstd", "-qdc", "zstd", "28b52ffd"),
  /** The legacy frame, which is the kernel's. */
  LZ4("lz4", "-qdc", "lz4", "02214c18");

  private final String tool;
  private final String flags;
  private final String debianPackage;
  private final String magic;

  Compression(String tool, String flags, String debianPackage, String magic) {
    this.tool = tool;
    this.flags = flags;
    this.debianPackage = debianPackage;
    this.magic = magic;
  }

  /** What content begins like; empty if like none of them. */
  static Optional<Compression> of(byte[] content, int offset) {
    for (Compression compression : values()) {
      byte[] magic = HexFormat.of().parseHex(compression.magic);
      if (content.length - offset >= magic.length
          && Arrays.equals(content, offset, offset + magic.length, magic, 0, magic.length)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /**
   * Makes sure that it can be decompressed here.
   *
   * @throws VmException if a program for it is missing
   */
  void require() {
    if (this != GZIP) {
      Tool.require(tool, debianPackage);
    }
  }

  /** Decompresses a file into another. */
  void decompress(Path from, Path to) throws IOException, InterruptedException {
    if (this == GZIP) {
      try (InputStream in = new GZIPInputStream(Files.newInputStream(from), 1 << 16)) {
        Files.copy(in, to, StandardCopyOption.REPLACE_EXISTING);
      }
      return;
    }
    Path program = Tool.require(tool, debianPackage);
    Tool.filter(List.of(program.toString(), flags), from, to);
  }
}
