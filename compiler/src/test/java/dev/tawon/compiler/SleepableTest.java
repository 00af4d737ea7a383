package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.KprobeMulti;
import dev.tawon.lang.KretprobeMulti;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.Sleepable;
import dev.tawon.lang.Uprobe;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.object.AttachType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Programs that may sleep, and programs at many functions: what is compiled, what an object file says, what is refused. */
class SleepableTest {
  @BpfModule
  static final class Sleepers {
    @Fentry("do_unlinkat")
    @Sleepable
    static void onEntry() {}

    @Lsm("file_open")
    @Sleepable
    static int onHook() {
      byte[] bytes = new byte[8];
      return Helpers.copyFromUser(bytes, 8, 4096) == 0 ? 0 : -1;
    }

    @Uprobe
    @Sleepable
    static void onUser() {}

    @Fentry("do_unlinkat")
    static void wakes() {}

    @KprobeMulti("vfs_*")
    static void many() {}

    @KretprobeMulti({"vfs_mkdir", "vfs_rmdir"})
    static void returns() {}
  }

  private static CompiledModule compile(Class<?> module, Target target) {
    return Compiler.compile(module, new CompilerOptions(Map.of(), false, target));
  }

  @BpfModule
  static final class Hook {
    @Lsm("file_open")
    @Sleepable
    static int onOpen() {
      return 0;
    }
  }

  @BpfModule
  static final class FirstHook {
    @Lsm("bprm_committed_creds")
    @Sleepable
    static void onExec() {}
  }

  @Test
  void shouldSayWhichKernelHasAHookWhoseProgramsMaySleep() {
    assertThatThrownBy(() -> compile(Hook.class, Target.of(5, 10)))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("a @Sleepable program of the hook file_open needs Linux 5.11");
    assertThat(compile(Hook.class, Target.of(5, 11)).object().programs()).hasSize(1);
    assertThat(compile(FirstHook.class, Target.of(5, 10)).object().programs()).hasSize(1);
  }

  private static ProgramSpec program(List<ProgramSpec> programs, String name) {
    return programs.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void shouldSayInAnObjectFileWhichProgramsSleep() {
    CompiledModule module = compile(Sleepers.class, Target.of(6, 0));
    byte[] file = new ElfObject(module.object(), Map.of(), Map.of()).toByteArray();
    List<ProgramSpec> read = ElfObject.parse("sleepers", file).spec().programs();
    assertThat(read).hasSize(6);
    for (ProgramSpec spec : module.object().programs()) {
      assertThat(program(read, spec.name()).sleepable())
          .as(spec.name())
          .isEqualTo(spec.sleepable());
    }
    assertThat(program(read, "onEntry").target()).isEqualTo("do_unlinkat");
    assertThat(program(read, "many").attachType()).isEqualTo(AttachType.TRACE_KPROBE_MULTI);
    assertThat(program(read, "many").target()).isEqualTo("vfs_*");
    assertThat(program(read, "returns").attachType()).isEqualTo(AttachType.TRACE_KPROBE_MULTI);
    assertThat(program(read, "wakes").sleepable()).isFalse();
    assertThat(program(read, "onUser").sleepable()).isTrue();
  }

  private static void assertRefused(Class<?> module, Target target, String message) {
    assertThatThrownBy(() -> compile(module, target))
        .isInstanceOf(CompilationException.class)
        .hasMessageContaining("SleepableTest.java")
        .hasMessageContaining(message);
  }

  @BpfModule
  static final class SleepingPacket {
    @Xdp
    @Sleepable
    static int run() {
      return XdpAction.PASS;
    }
  }

  @BpfModule
  static final class Awake {
    @Fentry("do_unlinkat")
    static void run() {
      Helpers.copyFromUser(new byte[8], 8, 4096);
    }
  }

  @BpfModule
  static final class AwakePacket {
    @Xdp
    static int run() {
      Helpers.copyFromUser(new byte[8], 8, Bpf.bootTimeNs());
      return XdpAction.PASS;
    }
  }

  @Test
  void shouldRefuseToSleepWhereItCannot() {
    assertRefused(SleepingPacket.class, Target.of(6, 12), "a @Xdp program cannot be");
    assertRefused(Awake.class, Target.of(6, 12), "bpf_copy_from_user may sleep: mark the program");
    assertRefused(AwakePacket.class, Target.of(6, 12), "bpf_copy_from_user may sleep");
    assertRefused(Sleepers.class, Target.of(5, 18), "needs Linux 6.0");
    assertRefused(Sleepers.class, Target.of(5, 10), "TRACE_KPROBE_MULTI needs Linux 5.18");
  }
}
