package dev.tawon.cli;

import dev.tawon.bpf.BpfException;
import dev.tawon.bpf.Features;
import dev.tawon.bpf.Support;
import dev.tawon.monitor.ProbeHook;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** {@code tawon doctor}: what this host and user can do, and what to do about the rest. */
@Command(
    name = "doctor",
    description = {
      "Say what this host and user can do.",
      "",
      "Each answer is yes, no or unknown, found by trying where that is possible: the smallest program or"
          + " map of a kind is loaded and dropped again. Nothing is attached, nothing is changed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the monitor can run here", "1:it cannot", "2:the command line is wrong"},
    footer = {
      "",
      "Examples:",
      "  tawon doctor",
      "  tawon doctor --json | jq '.sections[].checks[] | select(.answer != \"yes\")'"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Environment environment;

  @Option(names = "--json", description = "Print one JSON object instead of a table.")
  private boolean json;

  @Option(
      names = "--all",
      description = "Try every kind of program and map, not only those that Tawon uses.")
  private boolean all;

  DoctorCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() throws IOException {
    DoctorReport report =
        new DoctorReport(
            new Diagnosis(environment.host().get(), environment.namespaces(), uid(), new Trials())
                .sections(all));
    Ansi ansi = environment.colour() ? Ansi.ON : Ansi.OFF;
    environment.out().print(json ? DoctorJson.of(report) + "\n" : DoctorTable.of(report, ansi));
    environment.out().flush();
    return report.ready() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** The JDK has no {@code geteuid}: the owner of this process's directory. */
  private static int uid() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  /** Tries on this kernel. */
  private static final class Trials implements Diagnosis.Trial {
    private final Features features = Features.here();

    @Override
    public Support program(ProgramType type, @Nullable AttachType attachType) {
      return attachType == null ? features.program(type) : features.program(type, attachType);
    }

    @Override
    public Support map(MapType type) {
      return features.map(type);
    }

    @Override
    public List<ProbeHook> hooks() {
      try {
        return ProbeHook.here();
      } catch (BpfException _) {
        return List.of(); // the check of BTF says what is missing
      }
    }
  }
}
