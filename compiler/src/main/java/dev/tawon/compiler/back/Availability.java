package dev.tawon.compiler.back;

import dev.tawon.compiler.IsaVersion;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.HelperRow;
import dev.tawon.compiler.front.ProgramMethod;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.opt.Thing;
import dev.tawon.object.AttachType;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramType;
import org.jspecify.annotations.Nullable;

/** Since when kernels have what a program uses, of that which Linux 5.10 does not have. */
public final class Availability {
  private final Target target;
  private final @Nullable ProgramType kind;
  private final StackIndices stackIndices = new StackIndices();

  /** What a kernel has for programs of any kind. */
  public Availability(Target target) {
    this(target, null);
  }

  /** What a kernel has for programs of a kind. */
  Availability(Target target, @Nullable ProgramType kind) {
    this.target = target;
    this.kind = kind;
  }

  IsaVersion isa() {
    return target.isa();
  }

  /**
   * Refuses a helper that the kernel does not have, or not for programs of this kind.
   *
   * @throws SourceError if it does not
   */
  void helper(int number, Position position) {
    if (target.isAtLeast(HelperRow.COMPLETE_SINCE)) {
      return; // the table need not be read, which programs without generated calls do not do
    }
    HelperRow helper = HelperRow.of(number);
    if (!target.isAtLeast(helper.since())) {
      throw new SourceError(
          position,
          Rule.NEWER_KERNEL,
          helper.name() + " came with Linux " + helper.since() + ", and the target is " + target);
    }
    if (kind != null) {
      require(helper.since(kind), helper.name() + " in " + kind + " programs", position);
    }
  }

  /**
   * Refuses {@code bpf_rdonly_cast} if the kernel does not have it.
   *
   * @throws SourceError if it does not
   */
  void readOnlyCast(Position position) {
    require("6.2", "bpf_rdonly_cast", position);
  }

  /**
   * Refuses an iterator that the kernel does not have.
   *
   * @throws SourceError if it does not
   */
  void iterator(String kind, String since, Position position) {
    require(since, "a for loop over " + kind, position);
  }

  /**
   * Refuses a function of the kernel that it does not have, of those that have a place in the language.
   *
   * @throws SourceError if it does not
   */
  void function(String name, Position position) {
    if (name.equals(Thing.RCU_LOCK) || name.equals(Thing.RCU_UNLOCK)) {
      require("6.2", name, position);
    }
  }

  /**
   * Refuses a place of attachment that the kernel does not have.
   *
   * @throws SourceError if it does not
   */
  void attachment(@Nullable AttachType type, Position position) {
    if (type != null) {
      require(attachmentSince(type), "attaching to " + type, position);
    }
  }

  /**
   * Refuses a program that may sleep if those of its kind may not in the kernel.
   *
   * @throws SourceError if they may not
   */
  void sleeping(ProgramMethod program, Position position) {
    if (program.isSleepable()) {
      require(program.sleepsSince(), "a @Sleepable program of this kind", position);
    }
  }

  /**
   * Refuses what lies on the stack at a place that the verifier does not know, if the kernel does.
   *
   * @throws SourceError if it does
   */
  void stackPlace(Value address, Position position) {
    if (!target.isAtLeast("5.12") && stackIndices.isOpen(address)) {
      throw new SourceError(
          position,
          Rule.NEWER_KERNEL,
          "an index that is not known when the program is loaded, of an array on the stack, needs Linux 5.12, and the target is "
              + target
              + ": let the array be a static one, a @Scratch one, or part of a map's value");
    }
  }

  /** Whether the kernel has a kind of map. */
  public boolean has(MapType type) {
    return target.isAtLeast(type.since());
  }

  private void require(@Nullable String since, String what, Position position) {
    if (since != null && !target.isAtLeast(since)) {
      throw new SourceError(
          position,
          Rule.NEWER_KERNEL,
          what + " needs Linux " + since + ", and the target is " + target);
    }
  }

  // Links of perf events (5.15) and tcx (6.6) are not here: the same programs are attached in other
  // ways before.
  private static @Nullable String attachmentSince(AttachType type) {
    return switch (type) {
      case SK_SKB_VERDICT -> "5.13";
      case SK_REUSEPORT_SELECT, SK_REUSEPORT_SELECT_OR_MIGRATE -> "5.14";
      case TRACE_KPROBE_MULTI -> "5.18";
      case LSM_CGROUP -> "6.0";
      case NETFILTER -> "6.4";
      case TRACE_UPROBE_MULTI -> "6.6";
      case NETKIT_PRIMARY, NETKIT_PEER -> "6.7";
      case CGROUP_UNIX_CONNECT,
          CGROUP_UNIX_SENDMSG,
          CGROUP_UNIX_RECVMSG,
          CGROUP_UNIX_GETPEERNAME,
          CGROUP_UNIX_GETSOCKNAME ->
          "6.7";
      case TRACE_KPROBE_SESSION -> "6.10";
      case TRACE_UPROBE_SESSION -> "6.13";
      default -> null;
    };
  }
}
