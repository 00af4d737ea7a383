package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.MultiProbeCalls;
import dev.tawon.object.ProgramSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program at many kernel functions, by one link; since Linux 5.18. */
public final class MultiProbeLink implements Link {
  static final String RETURN = "%return";

  private static final List<Path> FUNCTIONS =
      List.of(
          Path.of("/sys/kernel/tracing/available_filter_functions"),
          Path.of("/sys/kernel/debug/tracing/available_filter_functions"));

  private final String target;
  private final FileDescriptor link;

  private MultiProbeLink(String target, FileDescriptor link) {
    this.target = target;
    this.link = link;
  }

  /** Attaches a program to the functions that its annotation names. */
  static MultiProbeLink attach(ProgramSpec spec, FileDescriptor program, long cookie) {
    String names =
        spec.target().endsWith(RETURN)
            ? spec.target().substring(0, spec.target().length() - RETURN.length())
            : spec.target();
    if (names.isEmpty()) {
      throw new BpfException(
          "program "
              + spec.name()
              + " names no function: attach(\""
              + spec.name()
              + "\", AttachTarget.kernelFunctions(\"vfs_*\"))");
    }
    SequencedMap<String, Long> functions = new LinkedHashMap<>();
    for (String name : names.split(",", -1)) {
      functions.put(name, cookie);
    }
    return attach(spec, program, functions);
  }

  /** Attaches a program to the functions that user space names. */
  static MultiProbeLink attach(
      ProgramSpec spec, FileDescriptor program, Map<String, Long> functions) {
    boolean returns = spec.target().endsWith(RETURN);
    SequencedMap<String, Long> found = resolve(spec, functions);
    String target =
        (returns ? "returns of " : "") + found.size() + " functions: " + list(functions);
    int result =
        MultiProbeCalls.create(
            program,
            returns,
            List.copyOf(found.keySet()),
            found.values().stream().mapToLong(Long::longValue).toArray());
    if (result < 0) {
      boolean unknown = result == -Errno.ESRCH.number() || result == -Errno.ENOENT.number();
      if (unknown) {
        throw new SystemCallException(
            "attaching program " + spec.name() + " to " + target,
            -result,
            "this kernel has not all of these functions, or cannot probe one of them: see"
                + " /proc/kallsyms and "
                + FUNCTIONS.getFirst());
      }
      throw Explanation.here().attach(spec.name(), spec.type(), target, -result);
    }
    return new MultiProbeLink(target, FileDescriptor.of(result));
  }

  private static String list(Map<String, Long> functions) {
    return String.join(", ", functions.keySet());
  }

  /** The functions that names and patterns stand for, each with its number. */
  private static SequencedMap<String, Long> resolve(ProgramSpec spec, Map<String, Long> functions) {
    SequencedMap<String, Long> found = new LinkedHashMap<>();
    List<String> all = List.of();
    for (Map.Entry<String, Long> entry : functions.entrySet()) {
      String name = entry.getKey();
      if (!name.contains("*") && !name.contains("?")) {
        found.put(name, entry.getValue());
        continue;
      }
      if (all.isEmpty()) {
        all = available(spec, name);
      }
      Pattern pattern = pattern(name);
      List<String> matching =
          all.stream().filter(function -> pattern.matcher(function).matches()).distinct().toList();
      if (matching.isEmpty()) {
        throw new BpfException(
            "program "
                + spec.name()
                + " cannot be attached: no function of this kernel is "
                + name);
      }
      matching.forEach(function -> found.putIfAbsent(function, entry.getValue()));
    }
    return found;
  }

  /** What a name with {@code *} and {@code ?} stands for. */
  static Pattern pattern(String glob) {
    StringBuilder pattern = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      char letter = glob.charAt(i);
      switch (letter) {
        case '*' -> pattern.append(".*");
        case '?' -> pattern.append('.');
        default -> pattern.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return Pattern.compile(pattern.toString());
  }

  private static List<String> available(ProgramSpec spec, String pattern) {
    for (Path file : FUNCTIONS) {
      if (Files.isReadable(file)) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.US_ASCII)) {
          List<String> names = new ArrayList<>();
          lines.forEach(line -> names.add(line.split("[ \t]", 2)[0]));
          return names;
        } catch (IOException e) {
          throw new BpfException(file + " cannot be read", e);
        }
      }
    }
    throw new BpfException(
        "program "
            + spec.name()
            + " cannot be attached to "
            + pattern
            + ": "
            + FUNCTIONS.getFirst()
            + " tells which functions there are, and is not there: mount -t tracefs tracefs"
            + " /sys/kernel/tracing, or name each function");
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void close() {
    link.close();
  }
}
