package dev.tawon.vm;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * Unpacks a {@code cpio} archive of the form {@code newc} into a directory, and nowhere else: names that lead out of it, and
 * names that lead through a symbolic link, are refused. What is in the archive comes from a guest, which is not trusted.
 * Regular files, directories and symbolic links are made; anything else is left out.
 */
final class CpioReader {
  private static final int HEADER = 110;
  private static final int FIELDS = 13;
  private static final int TYPE = 0170000;
  private static final int DIRECTORY = 0040000;
  private static final int REGULAR = 0100000;
  private static final int LINK = 0120000;
  private static final int MAX_NAME = 4096;
  private static final String TRAILER = "TRAILER!!!";

  private final InputStream in;
  private final Path directory;
  private long read;

  private CpioReader(InputStream in, Path directory) {
    this.in = in;
    this.directory = directory;
  }

  /**
   * Unpacks an archive, over what is there.
   *
   * @return how many files were written
   * @throws VmException if it is no archive, is cut short, or a name in it leads out of the directory
   */
  static int unpack(InputStream archive, Path directory) throws IOException {
    return new CpioReader(archive, directory).unpack();
  }

  private int unpack() throws IOException {
    int files = 0;
    try {
      while (true) {
        long[] fields = header();
        int nameSize = length(fields[11], MAX_NAME);
        byte[] nameBytes = bytes(nameSize);
        align();
        if (nameSize == 0 || nameBytes[nameSize - 1] != 0) {
          throw malformed("a name without an end");
        }
        String name = new String(nameBytes, 0, nameSize - 1, StandardCharsets.UTF_8);
        if (name.equals(TRAILER)) {
          return files;
        }
        files += entry(name, (int) fields[1], fields[6]);
        align();
      }
    } catch (EOFException e) {
      throw new VmException("the archive that came from the guest is cut short", "", e);
    }
  }

  private int entry(String name, int mode, long size) throws IOException {
    Path target = target(name);
    return switch (mode & TYPE) {
      case DIRECTORY -> {
        skip(size);
        if (!target.equals(directory) && !Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(target);
          Files.createDirectory(target);
        }
        yield 0;
      }
      case REGULAR -> {
        make(target);
        try (OutputStream out =
            Files.newOutputStream(
                target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
          copy(size, out);
        }
        Files.setPosixFilePermissions(target, permissions(mode));
        yield 1;
      }
      case LINK -> {
        String link = new String(bytes(length(size, MAX_NAME)), StandardCharsets.UTF_8);
        make(target);
        Files.createSymbolicLink(target, Path.of(link));
        yield 1;
      }
      default -> {
        skip(size);
        yield 0;
      }
    };
  }

  /** Takes away what is in the place of a file, so that it is never written through. */
  private static void make(Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new VmException(target + " is a directory here and a file in the guest", "");
    }
    Files.deleteIfExists(target);
  }

  private Path target(String name) throws IOException {
    if (name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw malformed("the name '" + name + "'");
    }
    Path path = directory;
    String[] parts = name.split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (part.equals(".") && i == 0) {
        continue;
      }
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        throw malformed("the name '" + name + "'");
      }
      if (!path.equals(directory) && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          throw malformed("the name '" + name + "', which leads through what is no directory");
        }
        Files.createDirectory(path);
      }
      path = path.resolve(part);
    }
    return path;
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values(); // from the owner's read down
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }

  private long[] header() throws IOException {
    String text = new String(bytes(HEADER), StandardCharsets.US_ASCII);
    if (!text.startsWith("070701")) {
      throw malformed("no header at byte " + (read - HEADER));
    }
    long[] fields = new long[FIELDS];
    for (int i = 0; i < FIELDS; i++) {
      try {
        fields[i] = Long.parseLong(text, 6 + i * 8, 14 + i * 8, 16);
      } catch (NumberFormatException _) {
        throw malformed("a number in the header at byte " + (read - HEADER));
      }
    }
    return fields;
  }

  private static int length(long value, int limit) {
    if (value < 0 || value > limit) {
      throw malformed("a length of " + value);
    }
    return (int) value;
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    read += bytes.length;
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private void skip(long size) throws IOException {
    copy(size, OutputStream.nullOutputStream());
  }

  private void copy(long size, OutputStream out) throws IOException {
    if (size < 0) {
      throw malformed("a length of " + size);
    }
    byte[] buffer = new byte[1 << 16];
    long left = size;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException();
      }
      out.write(buffer, 0, count);
      left -= count;
      read += count;
    }
  }

  private void align() throws IOException {
    int rest = (int) (read & 3);
    if (rest != 0) {
      bytes(4 - rest);
    }
  }

  private static VmException malformed(String what) {
    return new VmException("the archive that came from the guest is malformed: " + what, "");
  }
}
