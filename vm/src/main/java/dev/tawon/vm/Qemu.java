package dev.tawon.vm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** QEMU's command line for a guest. */
final class Qemu {
  static final String PROGRAM = "qemu-system-x86_64";
  static final String PACKAGE = "qemu-system-x86";

  /**
   * Quick to boot, and ended by the first oops, or by a processor that has run nothing but one piece of the kernel for two
   * minutes, twice {@code watchdog_thresh}: no guest is that slow. Warnings are shown, since the traces of stuck processors
   * are some. 5.10 has its {@code bpf} security module only when it is named. The time stamp
   * counter that QEMU emulates is one for all processors, which kernels do not believe: they would fall back to a clock that
   * is a device, and every look at it leaves the guest. Whether its timer works they ask by counting ticks, of which a busy host
   * delivers too few.
   */
  private static final String APPEND =
      "console=ttyS0 loglevel=5 panic=-1 reboot=t oops=panic softlockup_panic=1 softlockup_all_cpu_backtrace=1 watchdog_thresh=60"
          + " mitigations=off random.trust_cpu=on tsc=reliable no_timer_check lsm=lockdown,capability,yama,bpf";

  /**
   * The processors take turns in one thread of QEMU's. With a thread for each, one translates code while another one, the
   * kernel's {@code text_poke_bp}, is writing over it, and may go on with what stood there (QEMU 7.2): an {@code int3} for
   * which nobody is waiting any more, the kernel's end, or met again and again for ever.
   */
  private static final String IN_TURNS = "tcg,thread=single";

  private Qemu() {}

  /**
   * The words of the command line.
   *
   * @param work where the guest's files are
   * @param channels its ports, in the order of their numbers
   */
  static List<String> command(
      Path program, Machine machine, Accelerator accelerator, Path work, List<Path> channels) {
    List<String> words = new ArrayList<>(List.of(program.toString()));
    add(words, "-machine", "q35");
    switch (accelerator) {
      case KVM -> add(words, "-accel", "kvm");
      case TCG -> add(words, "-accel", IN_TURNS);
      case COUNTED -> {
        add(words, "-accel", IN_TURNS);
        add(words, "-icount", "shift=0,sleep=off"); // 2^0 ns an instruction; idle time is skipped
      }
    }
    add(words, "-cpu", accelerator == Accelerator.KVM ? "host" : "max");
    add(words, "-smp", Integer.toString(machine.cpus()));
    add(words, "-m", machine.memoryMegabytes() + "M");
    words.addAll(List.of("-nodefaults", "-no-user-config", "-no-reboot"));
    add(words, "-display", "none");
    add(words, "-serial", "file:" + escaped(work.resolve("console")));
    if (machine.interactive()) {
      add(words, "-chardev", "stdio,id=terminal,signal=off");
      add(words, "-serial", "chardev:terminal");
    }
    add(words, "-device", "virtio-serial-pci");
    for (int i = 0; i < channels.size(); i++) {
      add(words, "-chardev", "socket,id=port%d,path=%s".formatted(i, escaped(channels.get(i))));
      add(words, "-device", "virtserialport,nr=%d,chardev=port%d".formatted(i + 1, i));
    }
    add(words, "-kernel", machine.kernel().vmlinux().toString());
    add(words, "-initrd", escaped(work.resolve("initrd")));
    add(words, "-append", (APPEND + " " + machine.append()).strip());
    return words;
  }

  private static void add(List<String> words, String option, String value) {
    words.add(option);
    words.add(value);
  }

  /** QEMU separates an option's parts by commas; two are one. */
  private static String escaped(Path path) {
    return path.toString().replace(",", ",,");
  }
}
