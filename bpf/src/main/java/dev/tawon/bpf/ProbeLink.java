package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.PerfCalls;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfSymbols;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A program attached to a perf event: a function of the kernel or of user space (since Linux 4.17), or samples (4.9).
 *
 * <p>A kprobe's target is {@code SYMBOL[+OFFSET][%return]}, as {@code kprobe_events} of tracefs writes it; a uprobe's is
 * {@code :} or {@code :%return}, and user space says the function.
 */
public final class ProbeLink implements Link {
  private static final String RETURN = "%return";

  private final String target;
  private final PerfAttachment attachment;

  private ProbeLink(String target, PerfAttachment attachment) {
    this.target = target;
    this.attachment = attachment;
  }

  static ProbeLink attachKernel(ProgramSpec spec, FileDescriptor program, long cookie) {
    boolean returns = spec.target().endsWith(RETURN);
    String place =
        returns
            ? spec.target().substring(0, spec.target().length() - RETURN.length())
            : spec.target();
    int plus = place.indexOf('+');
    String symbol = plus < 0 ? place : place.substring(0, plus);
    long offset = plus < 0 ? 0 : Long.decode(place.substring(plus + 1));
    String target = (returns ? "return of function " : "function ") + place;
    int opened =
        PerfCalls.openProbe(source(spec, "kprobe"), returnFlag(returns), symbol, offset, -1);
    if (opened == -Errno.ENOENT.number() || opened == -Errno.EINVAL.number()) {
      throw new SystemCallException(
          "attaching program " + spec.name() + " to " + target,
          -opened,
          "this kernel has no function "
              + symbol
              + " that can be probed there: see /proc/kallsyms, and"
              + " /sys/kernel/tracing/available_filter_functions");
    }
    return attach(spec, program, target, cookie, opened);
  }

  static ProbeLink attachUser(
      ProgramSpec spec, FileDescriptor program, AttachTarget.Function where) {
    if (!spec.target().startsWith(":")) {
      throw new BpfException(
          "program " + spec.name() + " is a kprobe: it is attached to its function by attach()");
    }
    long offset = where.offset();
    if (!where.symbol().isEmpty()) {
      OptionalLong found = fileOffset(where.file(), where.symbol());
      if (found.isEmpty()) {
        throw new BpfException(
            "there is no function "
                + where.symbol()
                + " in the symbol tables of "
                + where.file()
                + ": name it as nm -D shows it, or give the offset in the file");
      }
      offset += found.getAsLong();
    }
    boolean returns = spec.target().endsWith(RETURN);
    int opened =
        PerfCalls.openProbe(
            source(spec, "uprobe"),
            returnFlag(returns),
            where.file().toString(),
            offset,
            where.pid());
    return attach(spec, program, (returns ? "return of " : "") + where, where.cookie(), opened);
  }

  static ProbeLink attachEvent(ProgramSpec spec, FileDescriptor program, AttachTarget.Event where) {
    int opened =
        PerfCalls.openEvent(where.type(), where.event(), where.period(), where.pid(), where.cpu());
    return attach(spec, program, where.toString(), opened);
  }

  private static ProbeLink attach(
      ProgramSpec spec, FileDescriptor program, String target, int opened) {
    return attach(spec, program, target, 0, opened);
  }

  private static ProbeLink attach(
      ProgramSpec spec, FileDescriptor program, String target, long cookie, int opened) {
    return new ProbeLink(target, PerfAttachment.of(spec, program, target, cookie, opened));
  }

  /** The number of an event source, with the bit of {@code config} that asks for returns. */
  private static int source(ProgramSpec spec, String name) {
    Path file = Path.of("/sys/bus/event_source/devices", name, "type");
    String number = HostFile.read(file.toString());
    if (number.isEmpty()) {
      throw new UnsupportedFeatureException(
          name + "s by perf events",
          "4.17",
          "program "
              + spec.name()
              + " cannot be attached: "
              + file
              + " is not there, which takes "
              + (name.equals("kprobe") ? "CONFIG_KPROBE_EVENTS" : "CONFIG_UPROBE_EVENTS")
              + " and a mounted sysfs");
    }
    return Integer.parseInt(number);
  }

  /** {@code PMU_FORMAT_ATTR(retprobe, "config:0")} of {@code kernel/events/core.c}. */
  private static long returnFlag(boolean returns) {
    return returns ? 1 : 0;
  }

  private static OptionalLong fileOffset(Path file, String symbol) {
    try {
      return ElfSymbols.parse(Files.readAllBytes(file)).fileOffset(symbol);
    } catch (IOException e) {
      throw new BpfException(file + " cannot be read", e);
    }
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void close() {
    attachment.close();
  }
}
