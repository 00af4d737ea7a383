package dev.tawon.object.btf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Brings a BTF blob into memory.
 *
 * <p>Files are read, not mapped: the kernel refuses a shared mapping of {@code /sys/kernel/btf/*} ({@code
 * btf_sysfs_vmlinux_mmap} in {@code kernel/bpf/sysfs_btf.c}, since Linux 6.16; before, any mapping), the JDK makes no
 * private read-only one, and a mapped file that someone truncates would fault later instead of failing here.
 */
final class BtfReader {
  /** Bytes a read; large enough that the calls' cost vanishes, small enough to stay in the processor's cache. */
  private static final int CHUNK = 1 << 16;

  private BtfReader() {}

  static BtfSections read(byte[] blob) {
    ByteBuffer bytes = ByteBuffer.wrap(blob);
    BtfHeader header =
        BtfHeader.parse(bytes.slice(0, Math.min(blob.length, BtfHeader.BYTES_WITH_LAYOUT)));
    header.requireWithin(blob.length);
    int[] words = new int[BtfSections.VOID_WORDS + header.typeBytes() / Integer.BYTES];
    bytes
        .slice(header.typeStart(), header.typeBytes())
        .order(header.order())
        .asIntBuffer()
        .get(words, BtfSections.VOID_WORDS, words.length - BtfSections.VOID_WORDS);
    return new BtfSections(
        header.order(),
        header.typeStart(),
        words,
        header.stringStart(),
        copy(blob, header.stringStart(), header.stringBytes()),
        copy(blob, header.layoutStart(), header.layoutBytes()));
  }

  private static byte[] copy(byte[] blob, int start, int bytes) {
    return Arrays.copyOfRange(blob, start, start + bytes);
  }

  static BtfSections read(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      fill(channel, chunk.limit(BtfHeader.BYTES_WITH_LAYOUT), 0);
      BtfHeader header = BtfHeader.parse(chunk.flip());
      if (header.end() > channel.size()) {
        // A pseudo-file that does not know its size, or a truncated one: what can be read decides.
        return readStream(file, header.end());
      }
      chunk.order(header.order());
      int[] words = new int[BtfSections.VOID_WORDS + header.typeBytes() / Integer.BYTES];
      for (int done = 0; done < header.typeBytes(); done += chunk.limit()) {
        next(channel, chunk, header.typeStart(), header.typeBytes(), done);
        chunk
            .asIntBuffer()
            .get(
                words,
                BtfSections.VOID_WORDS + done / Integer.BYTES,
                chunk.limit() / Integer.BYTES);
      }
      return new BtfSections(
          header.order(),
          header.typeStart(),
          words,
          header.stringStart(),
          bytes(channel, chunk, header.stringStart(), header.stringBytes()),
          bytes(channel, chunk, header.layoutStart(), header.layoutBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read BTF from " + file, e);
    }
  }

  private static byte[] bytes(FileChannel channel, ByteBuffer chunk, int start, int length)
      throws IOException {
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; done += chunk.limit()) {
      next(channel, chunk, start, length, done);
      chunk.get(0, bytes, done, chunk.limit());
    }
    return bytes;
  }

  /** Reads the part of a section that follows the {@code done} bytes; a file that shrinks meanwhile reads as zeros. */
  private static void next(FileChannel channel, ByteBuffer chunk, int start, int length, int done)
      throws IOException {
    chunk.clear().limit(Math.min(CHUNK, length - done));
    fill(channel, chunk, (long) start + done);
    while (chunk.hasRemaining()) {
      chunk.put((byte) 0);
    }
    chunk.flip();
  }

  private static void fill(FileChannel channel, ByteBuffer chunk, long position)
      throws IOException {
    long at = position;
    while (chunk.hasRemaining()) {
      int count = channel.read(chunk, at);
      if (count < 0) {
        return;
      }
      at += count;
    }
  }

  private static BtfSections readStream(Path file, int limit) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream.readNBytes(limit));
    }
  }
}
