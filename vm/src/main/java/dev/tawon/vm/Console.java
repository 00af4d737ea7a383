package dev.tawon.vm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a guest's kernel wrote to its console, as far as it tells what became of the guest.
 *
 * @param lines the last lines, without control characters
 */
record Console(List<String> lines) {
  private static final int LIMIT = 1 << 20;
  private static final int TAIL = 15;
  private static final int TRACE = 150;

  /** With what kernels begin to tell of trouble of their own. */
  private static final Pattern TROUBLE =
      Pattern.compile(
          "BUG: |Oops: |Kernel panic - |general protection fault|detected stalls|self-detected stall|blocked for more than");

  private static final String PANIC = "Kernel panic - not syncing: ";

  /** Copies the list. */
  Console {
    lines = List.copyOf(lines);
  }

  /** The end of a file; nothing if there is none. */
  static Console read(Path file) {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      in.seek(Math.max(0, length - LIMIT));
      byte[] bytes = new byte[(int) Math.min(length, LIMIT)];
      in.readFully(bytes);
      return of(new String(bytes, StandardCharsets.ISO_8859_1));
    } catch (IOException _) {
      return new Console(List.of());
    }
  }

  static Console of(String text) {
    return new Console(
        text.lines()
            .map(line -> line.replaceAll("\u001b\\[[0-9;?]*[A-Za-z]|[^\\x20-\\x7e]", "").strip())
            .filter(line -> !line.isEmpty())
            .toList());
  }

  /** The last lines. */
  List<String> tail() {
    return lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
  }

  /**
   * What the kernel said of its trouble, from its first word of it, with the stacks of the processors; the last lines if it
   * had none.
   */
  List<String> trace() {
    for (int i = 0; i < lines.size(); i++) {
      if (TROUBLE.matcher(lines.get(i)).find()) {
        return lines.subList(i, Math.min(lines.size(), i + TRACE));
      }
    }
    return tail();
  }

  /** Why the kernel panicked, if it did. */
  Optional<String> panic() {
    return after(PANIC);
  }

  /** Which process the kernel ended for want of memory, the last if it did. */
  Optional<String> outOfMemory() {
    return after("Out of memory: ");
  }

  private Optional<String> after(String mark) {
    for (String line : lines.reversed()) {
      int at = line.indexOf(mark);
      if (at >= 0) {
        return Optional.of(line.substring(at + mark.length()));
      }
    }
    return Optional.empty();
  }
}
