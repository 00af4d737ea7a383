package dev.tawon.monitor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which files are sensitive. A rule is one of
 *
 * <ul>
 *   <li>{@code /etc/shadow}: that file;
 *   <li>{@code /root/.ssh/}: everything below that directory, at any depth, but not the directory;
 *   <li>{@code ~/.netrc}, {@code ~/.aws/credentials}: every file of that name, in a directory of that name, wherever it is;
 *   <li>{@code ~/.ssh/}: everything below every directory of that name, wherever it is. Homes may be anywhere, so that the
 *       {@code ~} stands for any directory.
 * </ul>
 *
 * <p>A rule is compared with the kernel's own path of a file, in which no symbolic link is left. The kernel half sorts out
 * most files by single names ({@link #candidateFileNames}, {@link #candidateDirectoryNames}); what passes there is decided
 * here, by {@link #matches}. Immutable.
 */
public final class SensitivePaths {
  /** The rules unless others are given. */
  public static final List<String> DEFAULT_RULES =
      List.of("/etc/passwd", "/etc/shadow", "/root/.ssh/", "~/.ssh/");

  /** {@code NAME_MAX} of {@code include/uapi/linux/limits.h}. */
  private static final int NAME_MAX = 255;

  private static final int PATH_MAX = 4096;
  private static final int RULES_MAX = 1024;

  private final List<Rule> rules;

  /**
   * A rule.
   *
   * @param text as it was given
   * @param anywhere whether the path may begin in any directory
   * @param path the components with a slash before each
   * @param below the same with a slash at the end
   * @param isDirectory whether it is for what is below the path, rather than for the path
   */
  private record Rule(
      String text, boolean anywhere, String path, String below, boolean isDirectory) {
    boolean matches(String file) {
      if (anywhere) {
        return isDirectory ? file.contains(below) : file.endsWith(path);
      }
      return isDirectory
          ? file.startsWith(below) && file.length() > below.length()
          : file.equals(path);
    }

    String lastName() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  private SensitivePaths(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  /**
   * Rules.
   *
   * @throws IllegalArgumentException if one is not a rule; the message says why
   */
  public static SensitivePaths of(List<String> rules) {
    if (rules.size() > RULES_MAX) {
      throw new IllegalArgumentException("more than " + RULES_MAX + " sensitive paths");
    }
    List<Rule> parsed = new ArrayList<>();
    for (String rule : new LinkedHashSet<>(rules)) {
      parsed.add(parse(rule));
    }
    return new SensitivePaths(parsed);
  }

  private static Rule parse(String text) {
    boolean anywhere = text.startsWith("~/");
    if (!anywhere && !text.startsWith("/")) {
      throw bad(text, "is neither absolute nor below ~/");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length >= PATH_MAX) {
      throw bad(text, "is longer than a path can be");
    }
    StringBuilder path = new StringBuilder();
    for (String component : text.substring(anywhere ? 1 : 0).split("/", -1)) {
      switch (component) {
        case "" -> {}
        case ".", ".." -> throw bad(text, "has the component \"" + component + "\"");
        default -> path.append('/').append(checked(text, component));
      }
    }
    if (path.isEmpty()) {
      throw bad(text, "names no file");
    }
    return new Rule(text, anywhere, path.toString(), path + "/", text.endsWith("/"));
  }

  private static String checked(String text, String component) {
    if (component.getBytes(StandardCharsets.UTF_8).length > NAME_MAX) {
      throw bad(text, "has a name longer than " + NAME_MAX + " bytes");
    }
    for (int i = 0; i < component.length(); i++) {
      char c = component.charAt(i);
      if (c == '*' || c == '?' || c == '[') {
        throw bad(
            text,
            "has a wildcard, which a sensitive path cannot have; end it in / for all below a directory");
      }
      if (c == 0) {
        throw bad(text, "holds a zero");
      }
    }
    return component;
  }

  private static IllegalArgumentException bad(String text, String why) {
    return new IllegalArgumentException("sensitive path \"" + text + "\" " + why);
  }

  /** The rules, as they were given. */
  public List<String> rules() {
    return rules.stream().map(Rule::text).toList();
  }

  /**
   * Whether a file is sensitive.
   *
   * @param path its absolute path, without symbolic links
   */
  public boolean matches(String path) {
    for (Rule rule : rules) {
      if (rule.matches(path)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a file may be sensitive of whose path only the end is known, too long for a record. One cannot be sure that it
   * is not, if any rule is for a directory at a certain place.
   *
   * @param end the end of its path, without a slash in front
   */
  public boolean mayMatch(String end) {
    String path = "/" + end;
    for (Rule rule : rules) {
      if (rule.matches(path) || (rule.isDirectory() && !rule.anywhere())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a relative path leads to a sensitive file from some directory, as far as its names tell.
   *
   * @param relative what a process passed
   */
  public boolean matchesEnd(String relative) {
    String end = relative;
    while (end.startsWith("./") || end.startsWith("../")) {
      end = end.substring(end.indexOf('/') + 1);
    }
    if (end.isEmpty()) {
      return false;
    }
    String path = "/" + end;
    for (Rule rule : rules) {
      if (rule.isDirectory()
          ? path.contains("/" + rule.lastName() + "/")
          : rule.path().endsWith(path) || (rule.anywhere() && path.endsWith(rule.path()))) {
        return true;
      }
    }
    return false;
  }

  /** The names that a file must have to be sensitive for itself. The kernel half looks at the file's name alone. */
  public Set<String> candidateFileNames() {
    return names(false);
  }

  /** The names that a directory above a file must have for all below it to be sensitive. */
  public Set<String> candidateDirectoryNames() {
    return names(true);
  }

  private Set<String> names(boolean ofDirectories) {
    Set<String> names = new LinkedHashSet<>();
    for (Rule rule : rules) {
      if (rule.isDirectory() == ofDirectories) {
        names.add(rule.lastName());
      }
    }
    return names;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SensitivePaths that && rules.equals(that.rules);
  }

  @Override
  public int hashCode() {
    return rules.hashCode();
  }

  @Override
  public String toString() {
    return rules().toString();
  }
}
