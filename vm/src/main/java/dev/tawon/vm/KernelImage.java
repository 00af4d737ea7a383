package dev.tawon.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A kernel as it is installed, {@code bzImage}, and the ELF file in it. QEMU enters the latter through its PVH note, and no
 * time of the guest goes into unpacking. Source: Documentation/arch/x86/boot.rst, "The real-mode kernel header".
 */
final class KernelImage {
  private static final int SETUP_SECTORS = 0x1f1;
  private static final int MAGIC = 0x202;
  private static final int PROTOCOL = 0x206;
  private static final int PAYLOAD_OFFSET = 0x248;
  private static final int PAYLOAD_LENGTH = 0x24c;
  private static final int HEADER_END = 0x268;
  private static final int SECTOR = 512;
  private static final int HDRS = 0x53726448;

  /** The first version whose header says where the payload is. */
  private static final int PROTOCOL_WITH_PAYLOAD = 0x208;

  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};
  private static final long MAX_SIZE = 1L << 30;

  private KernelImage() {}

  /**
   * Unpacks an image to an ELF file; an ELF file is copied.
   *
   * @param image a {@code bzImage} or {@code vmlinux}
   * @param target where to write
   * @throws VmException if it is neither, or does not unpack
   */
  static void unpack(Path image, Path target) throws IOException, InterruptedException {
    if (Files.size(image) > MAX_SIZE) {
      throw malformed(image, "it is larger than a kernel", null);
    }
    byte[] bytes = Files.readAllBytes(image);
    if (startsWithElf(bytes)) {
      Files.write(target, bytes);
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < HEADER_END
        || buffer.getInt(MAGIC) != HDRS
        || (buffer.getShort(PROTOCOL) & 0xffff) < PROTOCOL_WITH_PAYLOAD) {
      throw malformed(image, "it is neither a bzImage nor an ELF file", null);
    }
    int sectors = bytes[SETUP_SECTORS] & 0xff;
    // Zero stands for four.
    long start =
        ((sectors == 0 ? 4 : sectors) + 1L) * SECTOR
            + Integer.toUnsignedLong(buffer.getInt(PAYLOAD_OFFSET));
    long length = Integer.toUnsignedLong(buffer.getInt(PAYLOAD_LENGTH));
    if (length < 8 || start + length > bytes.length) {
      throw malformed(
          image,
          "its payload is said to end at byte " + (start + length) + ", it has " + bytes.length,
          null);
    }
    int end = (int) (start + length);
    Compression compression =
        Compression.of(bytes, (int) start)
            .orElseThrow(() ->
                malformed(
                    image,
                    "its payload is compressed in none of the ways gzip, xz, zstd, lz4",
                    null));
    long size = Integer.toUnsignedLong(buffer.getInt(end - 4));
    // The build appends the size to all but gzip, which ends with it by itself.
    int stop = compression == Compression.GZIP ? end : end - 4;
    compression.require();
    Path payload = Files.createTempFile(target.toAbsolutePath().getParent(), "payload", "");
    try {
      Files.write(payload, Arrays.copyOfRange(bytes, (int) start, stop));
      decompress(image, compression, payload, target);
    } finally {
      Files.delete(payload);
    }
    check(image, target, size);
  }

  private static void decompress(Path image, Compression compression, Path payload, Path target)
      throws IOException, InterruptedException {
    try {
      compression.decompress(payload, target);
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw malformed(image, "its payload does not unpack: " + e.getMessage(), e);
    } catch (VmException e) {
      throw malformed(image, "its payload does not unpack: " + e.hint(), e);
    }
  }

  private static void check(Path image, Path target, long size) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(ELF.length);
    long have;
    try (FileChannel file = FileChannel.open(target)) {
      file.read(start);
      have = file.size();
    }
    if (!startsWithElf(start.array())) {
      throw malformed(image, "what it unpacks to is no ELF file", null);
    }
    if (have < size) {
      throw malformed(image, "it unpacks to " + have + " bytes of " + size, null);
    }
  }

  private static boolean startsWithElf(byte[] bytes) {
    return bytes.length >= ELF.length && Arrays.equals(bytes, 0, ELF.length, ELF, 0, ELF.length);
  }

  private static VmException malformed(
      Path image, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new VmException(image + " is not a kernel that can be booted: " + why, "", cause);
  }
}
