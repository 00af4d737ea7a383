package dev.tawon.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files that a guest finds when it starts, at absolute paths. Of two with the same path the later one counts. */
public final class GuestFiles {
  private sealed interface Entry {
    record Copy(String path, boolean executable, Path source) implements Entry {}

    record Text(String path, boolean executable, String content) implements Entry {}

    record Link(String path, String target) implements Entry {}

    record Directory(String path) implements Entry {}
  }

  private final List<Entry> entries = new ArrayList<>();

  private GuestFiles() {}

  /** None yet. */
  public static GuestFiles create() {
    return new GuestFiles();
  }

  /** Adds a file of this machine, executable if it is so here. */
  public GuestFiles add(String path, Path source) {
    entries.add(new Entry.Copy(path, Files.isExecutable(source), source));
    return this;
  }

  /** Adds a file with a text. */
  public GuestFiles addText(String path, boolean executable, String content) {
    entries.add(new Entry.Text(path, executable, content));
    return this;
  }

  /** Adds an empty directory. */
  public GuestFiles addDirectory(String path) {
    entries.add(new Entry.Directory(path));
    return this;
  }

  /**
   * Adds a directory of this machine with all that is in it: regular files, directories and symbolic links, which are not
   * followed.
   */
  public GuestFiles addTree(String path, Path directory) throws IOException {
    addDirectory(path);
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.sorted().toList()) {
        if (file.equals(directory)) {
          continue;
        }
        String name = path + "/" + directory.relativize(file);
        if (Files.isSymbolicLink(file)) {
          entries.add(new Entry.Link(name, Files.readSymbolicLink(file).toString()));
        } else if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          addDirectory(name);
        } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          add(name, file);
        }
      }
    }
    return this;
  }

  /** All of both, the other's later. */
  GuestFiles and(GuestFiles other) {
    GuestFiles both = new GuestFiles();
    both.entries.addAll(entries);
    both.entries.addAll(other.entries);
    return both;
  }

  /** Writes them as an archive. */
  void pack(OutputStream out) throws IOException {
    CpioWriter cpio = CpioWriter.to(out);
    for (Entry entry : entries) {
      switch (entry) {
        case Entry.Copy copy -> cpio.file(copy.path(), copy.executable(), copy.source());
        case Entry.Text text ->
            cpio.file(
                text.path(), text.executable(), text.content().getBytes(StandardCharsets.UTF_8));
        case Entry.Link link -> cpio.link(link.path(), link.target());
        case Entry.Directory directory -> cpio.directory(directory.path());
      }
    }
    cpio.close();
  }
}
