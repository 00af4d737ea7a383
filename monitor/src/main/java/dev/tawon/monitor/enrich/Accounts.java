package dev.tawon.monitor.enrich;

import dev.tawon.monitor.event.Account;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Names of users, or of groups, by their numbers: the first and third field of {@code /etc/passwd} or {@code /etc/group}.
 * No other source is asked: a name service can block, and can be made to lie.
 *
 * <p>The file is read again after it has changed, which is looked for no more than once a second of the events' time. A line
 * that is not one is skipped; a file that cannot be read has no names. One thread at a time.
 */
public final class Accounts {
  private static final long CHECK_EVERY_NS = 1_000_000_000;

  /** More than any local file has; what is beyond is not read. */
  private static final int FILE_MAX = 16 << 20;

  /** Numbers without a name that are remembered; more are made anew each time. */
  private static final int NAMELESS_MAX = 4096;

  private final Path file;
  private final Map<Integer, Account> accounts = new HashMap<>();
  private int nameless;
  private long checkedNs = Long.MIN_VALUE;
  private @Nullable Object version;

  /**
   * The names in a file.
   *
   * @param file {@code /etc/passwd}, {@code /etc/group} or one like them
   */
  public Accounts(Path file) {
    this.file = file;
  }

  /**
   * A user or group.
   *
   * @param id its number
   * @param nowNs the time since the boot
   */
  public Account of(int id, long nowNs) {
    if (checkedNs == Long.MIN_VALUE || nowNs - checkedNs >= CHECK_EVERY_NS) {
      checkedNs = nowNs;
      refresh();
    }
    Account account = accounts.get(id);
    if (account == null) {
      account = new Account(Integer.toUnsignedLong(id), null);
      if (nameless < NAMELESS_MAX) {
        nameless++;
        accounts.put(id, account);
      }
    }
    return account;
  }

  /**
   * Reads the file now, unless it has not changed since the last time. Reading it is an open like any other: done before
   * anybody looks, it is not among the events.
   */
  public void read() {
    refresh();
  }

  /** What changes when a file does: editors replace it, so that its key does, others write it. */
  private record Version(@Nullable Object fileKey, long size, Object modified) {}

  private void refresh() {
    Version found = null;
    String text = "";
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      found = new Version(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
      if (found.equals(version)) {
        return;
      }
      try (InputStream stream = Files.newInputStream(file)) {
        text = new String(stream.readNBytes(FILE_MAX), StandardCharsets.UTF_8);
      }
    } catch (IOException _) {
      found = null;
      text = "";
    }
    version = found;
    accounts.clear();
    nameless = 0;
    text.lines().forEach(this::add);
  }

  private void add(String line) {
    String[] fields = line.split(":", 4);
    if (fields.length < 3 || fields[0].isEmpty()) {
      return;
    }
    try {
      int id = Integer.parseUnsignedInt(fields[2]);
      accounts.putIfAbsent(id, new Account(Integer.toUnsignedLong(id), fields[0]));
    } catch (NumberFormatException _) {
      // Not a line of this file: NIS's "+::::::", a comment.
    }
  }
}
