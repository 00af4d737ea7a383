package dev.tawon.bpf;

import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.MultiProbeCalls;
import dev.tawon.object.MalformedObjectException;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfSymbols;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;

/** A program at many functions of a file of user space, by one link; since Linux 6.6. */
public final class UserMultiProbeLink implements Link {
  private final String target;
  private final FileDescriptor link;

  private UserMultiProbeLink(String target, FileDescriptor link) {
    this.target = target;
    this.link = link;
  }

  static UserMultiProbeLink attach(
      ProgramSpec spec, FileDescriptor program, AttachTarget.Functions where) {
    boolean returns = spec.target().endsWith(MultiProbeLink.RETURN);
    SequencedMap<Long, Long> places = resolve(spec, where);
    String target = (returns ? "returns of " : "") + places.size() + " functions: " + where;
    int result =
        MultiProbeCalls.createUser(
            program,
            returns,
            where.file().toString(),
            places.keySet().stream().mapToLong(Long::longValue).toArray(),
            places.values().stream().mapToLong(Long::longValue).toArray(),
            Math.max(0, where.pid()));
    if (result < 0) {
      if (!KernelRelease.current().isAtLeast("6.6")) {
        throw new UnsupportedFeatureException(
            "uprobes at many functions by one link",
            "6.6",
            "program " + spec.name() + " cannot be attached: @Uprobe is for one function");
      }
      throw Explanation.here().attach(spec.name(), spec.type(), target, -result);
    }
    return new UserMultiProbeLink(target, FileDescriptor.of(result));
  }

  /** Where the functions that names and patterns stand for begin in the file, each with its number. */
  private static SequencedMap<Long, Long> resolve(ProgramSpec spec, AttachTarget.Functions where) {
    Map<String, Long> all = functions(where);
    SequencedMap<Long, Long> places = new LinkedHashMap<>();
    where
        .cookies()
        .forEach((name, cookie) -> {
          Pattern pattern = MultiProbeLink.pattern(name);
          List<Long> found =
              all.entrySet().stream()
                  .filter(function -> pattern.matcher(function.getKey()).matches())
                  .map(Map.Entry::getValue)
                  .toList();
          if (found.isEmpty()) {
            throw new BpfException(
                "program "
                    + spec.name()
                    + " cannot be attached: no function in the symbol tables of "
                    + where.file()
                    + " is "
                    + name
                    + ": name it as nm -D shows it");
          }
          // Several names may stand for one place.
          found.forEach(place -> places.putIfAbsent(place, cookie));
        });
    return places;
  }

  private static Map<String, Long> functions(AttachTarget.Functions where) {
    try {
      return ElfSymbols.parse(Files.readAllBytes(where.file())).functions();
    } catch (IOException e) {
      throw new BpfException(where.file() + " cannot be read", e);
    } catch (MalformedObjectException e) {
      throw new BpfException(where.file() + " has no functions to attach to: " + e.getMessage(), e);
    }
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
