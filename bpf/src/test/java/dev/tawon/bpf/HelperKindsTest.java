package dev.tawon.bpf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.HelperRow;
import dev.tawon.isa.CodeBuilder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.Register;
import dev.tawon.object.AttachType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.testkit.KernelFeature;
import dev.tawon.testkit.KernelTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In QEMU: a verifier knows a helper in the kinds of program that the compiler's table has it for. */
@KernelTest(
    needs = {KernelFeature.FENTRY, KernelFeature.LSM_BPF},
    host = false)
class HelperKindsTest {
  /** Those that a kernel's configuration, or its lockdown, may take away. */
  private static final Set<String> CONFIGURED =
      Set.of(
          "bpf_override_return",
          "bpf_probe_write_user",
          "bpf_ima_inode_hash",
          "bpf_ima_file_hash",
          "bpf_rc_repeat",
          "bpf_rc_keydown",
          "bpf_rc_pointer_rel");

  /** Those of programs that may sleep: which may depends on the place. */
  private static final Set<String> SLEEPING =
      Set.of("bpf_copy_from_user", "bpf_copy_from_user_task");

  /** Where a kind of program is attached, of which one will do. */
  private record Place(@Nullable AttachType type, String target) {}

  @ParameterizedTest
  @EnumSource(ProgramType.class)
  void shouldKnowTheHelpersThatTheTableHas(ProgramType kind) {
    Kernel.require();
    KernelRelease release = KernelRelease.current();
    Target kernel = Target.of(release.major(), release.minor());
    List<String> unknown = new ArrayList<>();
    for (HelperRow helper : HelperRow.all()) {
      if (helper.kinds().contains(kind)
          && kernel.isAtLeast(helper.since(kind))
          && !CONFIGURED.contains(helper.name())
          && !SLEEPING.contains(helper.name())
          && places(kind).stream().noneMatch(place -> isKnown(helper, kind, place))) {
        unknown.add(helper.name());
      }
    }
    assertThat(unknown).isEmpty();
  }

  private static List<Place> places(ProgramType kind) {
    return switch (kind) {
      case CGROUP_SKB -> List.of(new Place(AttachType.CGROUP_INET_EGRESS, ""));
      case CGROUP_SOCK ->
          List.of(
              new Place(AttachType.CGROUP_INET_SOCK_CREATE, ""),
              new Place(AttachType.CGROUP_INET4_POST_BIND, ""));
      case CGROUP_SOCK_ADDR -> List.of(new Place(AttachType.CGROUP_INET4_CONNECT, ""));
      case CGROUP_SOCKOPT ->
          List.of(
              new Place(AttachType.CGROUP_SETSOCKOPT, ""),
              new Place(AttachType.CGROUP_GETSOCKOPT, ""));
      case CGROUP_DEVICE -> List.of(new Place(AttachType.CGROUP_DEVICE, ""));
      case CGROUP_SYSCTL -> List.of(new Place(AttachType.CGROUP_SYSCTL, ""));
      case TRACING ->
          List.of(
              new Place(AttachType.TRACE_RAW_TP, "sched_process_exit"),
              new Place(AttachType.TRACE_FEXIT, "vfs_open"),
              new Place(AttachType.TRACE_ITER, "task"),
              new Place(AttachType.MODIFY_RETURN, "security_file_open"));
      case LSM ->
          List.of(
              new Place(AttachType.LSM_MAC, "file_open"),
              new Place(AttachType.LSM_CGROUP, "socket_post_create"));
      default -> List.of(new Place(null, ""));
    };
  }

  private static boolean isKnown(HelperRow helper, ProgramType kind, Place place) {
    CodeBuilder code = CodeBuilder.create();
    code.callHelper(helper.number());
    code.move(Register.R0, new Immediate(0));
    code.exit();
    ProgramSpec program =
        new ProgramSpec(
            "helper",
            kind,
            place.type(),
            place.target(),
            code.build(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    try {
      BpfObject.load(
              new ObjectSpec(
                  "helper", "GPL", List.of(), List.of(program), new BtfBuilder().build()))
          .close();
      return true;
    } catch (VerifierException e) {
      return !e.log().matches("(?s).*(unknown func|invalid func|cannot use helper) .*");
    } catch (BpfException e) {
      return false; // the place is not there
    }
  }
}
