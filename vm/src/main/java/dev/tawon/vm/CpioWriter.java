package dev.tawon.vm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Writes a {@code cpio} archive of the form {@code newc}, which the kernel unpacks as its first file system
 * (Documentation/driver-api/early-userspace/buffer-format.rst). Everything belongs to root and has no time, so that the same
 * files make the same archive. Parents of a path are written before it.
 */
final class CpioWriter implements Closeable {
  private static final int DIRECTORY = 0040755;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120777;
  private static final int CHARACTER = 0020600;

  /** Sizes are eight hexadecimal digits. */
  private static final long MAX_SIZE = 0xffff_ffffL;

  /** What archives are padded to, so that they can be concatenated. */
  private static final int BLOCK = 512;

  private final OutputStream out;
  private final Set<String> directories = new HashSet<>();
  private long written;
  private int inode;

  private CpioWriter(OutputStream out) {
    this.out = out;
  }

  /** A writer, which closes the stream. */
  static CpioWriter to(OutputStream out) {
    return new CpioWriter(out);
  }

  /** A directory, once however often it is named. */
  void directory(String path) throws IOException {
    String name = relative(path);
    if (name.isEmpty() || directories.contains(name)) {
      return;
    }
    parents(name);
    directories.add(name);
    header(name, DIRECTORY, 0, 0, 0);
  }

  /** A file with content, executable or not. */
  void file(String path, boolean executable, byte[] content) throws IOException {
    String name = relative(path);
    parents(name);
    header(name, REGULAR | (executable ? 0755 : 0644), content.length, 0, 0);
    write(content, content.length);
    pad(4);
  }

  /** A file with the content that another one has now. */
  void file(String path, boolean executable, Path source) throws IOException {
    String name = relative(path);
    long size = Files.size(source);
    if (size > MAX_SIZE) {
      throw new VmException(source + " has " + size + " bytes, and a cpio archive holds 4 GB", "");
    }
    parents(name);
    header(name, REGULAR | (executable ? 0755 : 0644), size, 0, 0);
    byte[] buffer = new byte[1 << 16];
    long left = size;
    try (InputStream in = Files.newInputStream(source)) {
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (count < 0) {
          throw new IOException(source + " became shorter while it was read");
        }
        write(buffer, count);
        left -= count;
      }
    }
    pad(4);
  }

  /** A symbolic link. */
  void link(String path, String target) throws IOException {
    String name = relative(path);
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    parents(name);
    header(name, LINK, content.length, 0, 0);
    write(content, content.length);
    pad(4);
  }

  /** A character device. */
  void device(String path, int major, int minor) throws IOException {
    String name = relative(path);
    parents(name);
    header(name, CHARACTER, 0, major, minor);
  }

  @Override
  public void close() throws IOException {
    header("TRAILER!!!", 0, 0, 0, 0);
    pad(BLOCK);
    out.close();
  }

  private static String relative(String path) {
    String name = path.startsWith("/") ? path.substring(1) : path;
    for (String part : name.split("/", -1)) {
      if (part.equals("..") || part.equals(".") || (part.isEmpty() && !name.isEmpty())) {
        throw new IllegalArgumentException("not a plain path: " + path);
      }
    }
    return name;
  }

  private void parents(String name) throws IOException {
    int slash = name.lastIndexOf('/');
    if (slash > 0) {
      directory(name.substring(0, slash));
    }
  }

  private void header(String name, int mode, long size, int major, int minor) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    inode++;
    String header =
        "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
            .formatted(inode, mode, 0, 0, 1, 0, size, 0, 0, major, minor, bytes.length + 1, 0);
    byte[] ascii = header.getBytes(StandardCharsets.US_ASCII);
    write(ascii, ascii.length);
    write(bytes, bytes.length);
    write(new byte[1], 1);
    pad(4);
  }

  private void write(byte[] bytes, int length) throws IOException {
    out.write(bytes, 0, length);
    written += length;
  }

  private void pad(int boundary) throws IOException {
    int rest = (int) (written % boundary);
    if (rest != 0) {
      write(new byte[boundary - rest], boundary - rest);
    }
  }
}
