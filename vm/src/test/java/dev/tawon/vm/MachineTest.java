package dev.tawon.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  private static final Kernel KERNEL =
      new Kernel(
          "6.1", "6.1.0", "test", Path.of("/k,1/vmlinux"), Optional.empty(), Optional.empty());

  @Test
  void shouldHandTheCommandToTheGuestWordByWord(@TempDir Path directory) throws Exception {
    List<String> words = List.of("printf", "%s|", "a b", "", "it's", "$HOME", "ä\n\"`", "*", "-n");
    String script = command(Machine.of(KERNEL, words), directory);
    Path file = Files.writeString(directory.resolve("script"), script.replace("cd /root", "cd /"));
    assertThat(Tool.output(List.of("/bin/sh", file.toString())))
        .isEqualTo("a b||it's|$HOME|ä\n\"`|*|-n|");
  }

  private static String command(Machine machine, Path directory) throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    machine.settings(24, 80).pack(archive);
    CpioReader.unpack(new ByteArrayInputStream(archive.toByteArray()), directory);
    return Files.readString(directory.resolve("etc/tawon/command"));
  }

  @Test
  void shouldRefuseWordsThatNoProgramCanGet() {
    assertThatThrownBy(() -> Machine.quoted("a\0b")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldWriteQemusCommandLine() {
    List<String> words =
        Qemu.command(
            Path.of("qemu"),
            Machine.of(KERNEL, List.of("true")),
            Accelerator.TCG,
            Path.of("/w,1"),
            List.of(Path.of("/w,1/port0")));
    assertThat(words)
        .containsSubsequence(
            "-accel", "tcg,thread=single", "-cpu", "max", "-smp", "2", "-m", "1024M")
        .contains("file:/w,,1/console", "socket,id=port0,path=/w,,1/port0", "/w,,1/initrd");
    assertThat(words.getLast())
        .contains("panic=-1")
        .contains("softlockup_panic=1 ")
        .contains("lsm=lockdown,capability,yama,bpf");
  }

  @Test
  void shouldCountInstructionsInsteadOfTime() {
    List<String> words =
        Qemu.command(
            Path.of("qemu"),
            Machine.of(KERNEL, List.of("true")),
            Accelerator.COUNTED,
            Path.of("/w"),
            List.of());
    assertThat(words)
        .containsSubsequence(
            "-accel", "tcg,thread=single", "-icount", "shift=0,sleep=off", "-cpu", "max");
  }

  @Test
  void shouldReadWhatBecameOfAGuestFromItsConsole() {
    Console console =
        Console.of(
            """
            [    1.0] \u001b[31mOut of memory: Killed process 42 (java)\u001b[0m
            [    2.0] Kernel panic - not syncing: Attempted to kill init!\r
            """);
    assertThat(console.panic()).contains("Attempted to kill init!");
    assertThat(console.outOfMemory()).contains("Killed process 42 (java)");
    assertThat(console.tail()).noneMatch(line -> line.contains("\u001b"));
    assertThat(Console.of("").panic()).isEmpty();
    assertThat(Console.of("x\n".repeat(100)).tail()).hasSize(15);
  }

  @Test
  void shouldTellWhatTheKernelSaidOfItsTrouble() {
    String stuck =
        """
        [    9.0] ordinary
        [   10.0] watchdog: BUG: soft lockup - CPU#1 stuck for 122s! [java:120]
        [   10.0] Call Trace:
        [   10.0]  smp_call_function_many_cond+0x12d/0x3a0
        [   10.1] Kernel panic - not syncing: softlockup: hung tasks
        """;
    assertThat(
            Console.of("noise\n".repeat(50) + stuck + "[   10.2] Rebooting\n".repeat(20)).trace())
        .hasSize(24)
        .first()
        .asString()
        .contains("CPU#1 stuck for 122s! [java:120]");
    assertThat(Console.of("x\n".repeat(100)).trace()).hasSize(15);
    assertThat(Console.of("BUG: x\n" + "x\n".repeat(1000)).trace()).hasSize(150);
  }

  @Test
  void shouldReadWhatAModuleNeeds() {
    assertThatThrownBy(() -> ModuleInfo.read(new byte[64], "broken"))
        .isInstanceOf(VmException.class)
        .hasMessageContaining("broken");
    assertThatThrownBy(() -> ModuleInfo.read(new byte[] {0x7f, 'E', 'L', 'F', 2}, "short"))
        .isInstanceOf(VmException.class)
        .hasMessageContaining("short");
  }
}
