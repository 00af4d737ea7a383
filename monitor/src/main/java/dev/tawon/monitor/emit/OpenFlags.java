package dev.tawon.monitor.emit;

import java.util.ArrayList;
import java.util.List;

/** Names of the flags of {@code open(2)} on x86-64: {@code include/uapi/asm-generic/fcntl.h}. */
final class OpenFlags {
  private static final int ACCESS_MODE = 3;
  private static final int SYNC = 0x10_1000;
  private static final int TMPFILE = 0x41_0000;

  /** {@code O_LARGEFILE}: the kernel sets it for every 64-bit process, so that it says nothing. */
  private static final int LARGE_FILE = 0x8000;

  /** A flag, or flags that go by one name; those of more bits before those that are part of them. */
  private record Flag(String name, int bits) {}

  private static final List<Flag> FLAGS =
      List.of(
          new Flag("O_CREAT", 0x40),
          new Flag("O_EXCL", 0x80),
          new Flag("O_NOCTTY", 0x100),
          new Flag("O_TRUNC", 0x200),
          new Flag("O_APPEND", 0x400),
          new Flag("O_NONBLOCK", 0x800),
          new Flag("O_SYNC", SYNC),
          new Flag("O_DSYNC", 0x1000),
          new Flag("O_ASYNC", 0x2000),
          new Flag("O_DIRECT", 0x4000),
          new Flag("O_TMPFILE", TMPFILE),
          new Flag("O_DIRECTORY", 0x1_0000),
          new Flag("O_NOFOLLOW", 0x2_0000),
          new Flag("O_NOATIME", 0x4_0000),
          new Flag("O_CLOEXEC", 0x8_0000),
          new Flag("O_PATH", 0x20_0000));

  private OpenFlags() {}

  /** The names: how the file is accessed first, then the others; bits without a name as one number. */
  static List<String> names(int flags) {
    List<String> names = new ArrayList<>(6);
    names.add(
        switch (flags & ACCESS_MODE) {
          case 0 -> "O_RDONLY";
          case 1 -> "O_WRONLY";
          case 2 -> "O_RDWR";
          default -> "O_ACCMODE";
        });
    int rest = flags & ~(ACCESS_MODE | LARGE_FILE);
    for (Flag flag : FLAGS) {
      if ((rest & flag.bits) == flag.bits) {
        names.add(flag.name);
        rest &= ~flag.bits;
      }
    }
    if (rest != 0) {
      names.add("0x" + Integer.toHexString(rest));
    }
    return names;
  }
}
