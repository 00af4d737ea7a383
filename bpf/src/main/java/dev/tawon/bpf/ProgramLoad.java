package dev.tawon.bpf;

import dev.tawon.bpf.sys.Errno;
import dev.tawon.bpf.sys.FileDescriptor;
import dev.tawon.bpf.sys.ProgramCalls;
import dev.tawon.bpf.sys.ResourceCalls;
import dev.tawon.isa.Encoder;
import dev.tawon.object.AttachType;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.LineInfo;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.RelocatedProgram;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The load of one program: without a log while it works, and once more with one when the kernel refuses. */
final class ProgramLoad {
  /** {@code BPF_F_SLEEPABLE}. */
  private static final int SLEEPABLE = 1 << 4;

  private static final int FIRST_LOG = 256 << 10;
  private static final int LARGEST_LOG = 16 << 20;

  /** {@code BPF_LOG_LEVEL1}: each instruction as it is looked at, and the reason. */
  private static final int LOG_LEVEL = 1;

  /** {@code BPF_LOG_STATS}: what the verifier refuses, and its sums, without how it came to it. */
  private static final int REASON_ONLY = 4;

  /** How the verifier names the helper that stands for a failed relocation. */
  private static final String POISON = "#" + RelocatedProgram.POISON_HELPER;

  private final ProgramSpec spec;
  private final List<CoreRelocationException> poisoned;
  private final Slots slots;
  private final ProgramCalls.Load load;

  /**
   * A load.
   *
   * @param spec the program
   * @param license the object's licence
   * @param linker settles the program's names
   * @param btf the object's types in the kernel, or null to do without
   */
  ProgramLoad(
      ProgramSpec spec, String license, ProgramLinker linker, @Nullable FileDescriptor btf) {
    RelocatedProgram linked = linker.link(spec);
    this.spec = spec;
    this.poisoned = linked.poisoned();
    this.slots = new Slots(linked.program());
    AttachType attachType = spec.attachType();
    this.load =
        new ProgramCalls.Load(
            spec.type().number(),
            spec.name(),
            license,
            Encoder.encode(linked.program().instructions()),
            spec.sleepable() ? SLEEPABLE : 0,
            attachType == null ? 0 : attachType.number(),
            linker.attachTarget(spec),
            spec.functionInfo().isEmpty() ? null : btf,
            slots.functions(),
            slots.lines());
  }

  /** What came of a load. */
  sealed interface Outcome {}

  /** It is in the kernel. */
  record Loaded(LoadedProgram program) implements Outcome {}

  /**
   * The kernel refused.
   *
   * @param reason a {@link VerifierException} if the verifier did, a {@link KernelTypeException} if it did because the program
   *     uses what this kernel's types lack
   */
  record Failed(BpfException reason) implements Outcome {}

  /** Loads the program. For any thread. */
  Outcome run() {
    try {
      return new Loaded(new LoadedProgram(spec, load()));
    } catch (BpfException e) {
      return new Failed(e);
    }
  }

  private FileDescriptor load() {
    int result = ProgramCalls.load(load);
    if (result == -Errno.EPERM.number()
        && !KernelRelease.current().isAtLeast(5, 11)
        && ResourceCalls.unlimitLockedMemory() == 0) {
      result = ProgramCalls.load(load);
    }
    return FileDescriptor.of(result >= 0 ? result : again(-result));
  }

  private int again(int errno) {
    int bytes = FIRST_LOG;
    while (true) {
      ProgramCalls.Logged logged = ProgramCalls.loadWithLog(load, LOG_LEVEL, bytes);
      if (logged.result() >= 0) {
        return logged.result();
      }
      boolean cut = logged.result() == -Errno.ENOSPC.number() || logged.neededBytes() > bytes;
      if (!cut) {
        throw failure(-logged.result(), logged.log());
      }
      if (bytes >= LARGEST_LOG) {
        // Before Linux 6.4 the log's end is what is cut, with the reason in it.
        throw failure(errno, ProgramCalls.loadWithLog(load, REASON_ONLY, FIRST_LOG).log());
      }
      bytes = Math.clamp(Math.max(logged.neededBytes(), bytes * 8L), bytes, LARGEST_LOG);
    }
  }

  private BpfException failure(int errno, String log) {
    VerifierLog said = VerifierLog.parse(log);
    if (said.summary().isEmpty()) {
      return Explanation.here().program(spec.name(), spec.type(), spec.attachType(), errno);
    }
    if (!poisoned.isEmpty() && said.summary().contains(POISON)) {
      return ProgramLinker.failure(spec, poisoned.getFirst());
    }
    LineInfo line =
        said.slot() < 0 && errno == Errno.E2BIG.number() ? slots.loop() : slots.line(said.slot());
    return line == null
        ? new VerifierException(spec.name(), said.summary(), "", 0, log)
        : new VerifierException(spec.name(), said.summary(), line.file(), line.line(), log);
  }
}
