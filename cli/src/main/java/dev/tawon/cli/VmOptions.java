package dev.tawon.cli;

import dev.tawon.vm.Accelerator;
import dev.tawon.vm.Kernel;
import dev.tawon.vm.KernelStore;
import dev.tawon.vm.KernelVersion;
import dev.tawon.vm.Machine;
import dev.tawon.vm.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that {@code vm run} and {@code vm shell} share: what a guest is like. */
final class VmOptions {
  private static final Pattern MEMORY = Pattern.compile("(\\d{1,6})([MmGg]?)");
  private static final int MEGABYTES_PER_GIGABYTE = 1024;
  private static final int MIN_MEGABYTES = 128;
  private static final int MAX_CPUS = 64;

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--kernel",
      paramLabel = "KERNEL",
      description = "A kernel as 'tawon vm list' names it; fetched if it is not there.")
  private @Nullable String kernel;

  @Option(
      names = "--kernel-image",
      paramLabel = "FILE",
      description = "Another kernel: a bzImage with virtio_pci and virtio_console built in.")
  private @Nullable Path image;

  @Option(names = "--cpus", paramLabel = "N", description = "How many processors (default: 2).")
  private int cpus = 2;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "How much memory, in M or G (default: 1024M).")
  private String memory = Machine.DEFAULT_MEMORY_MEGABYTES + "M";

  @Option(
      names = "--append",
      paramLabel = "OPTIONS",
      description = "More for the kernel's command line, such as \"lsm=lockdown,bpf\".")
  private String append = "";

  @Option(
      names = "--share",
      paramLabel = "DIR",
      description =
          "A directory that is at /share in the guest, and where commands start. What is written there comes back when the"
              + " guest ends.")
  private @Nullable Path share;

  @Option(
      names = "--accel",
      paramLabel = "HOW",
      description =
          "kvm, tcg, or counted: TCG with a clock that counts instructions, one a nanosecond (default: KVM if a guest comes"
              + " up with it, else TCG).")
  private @Nullable String accelerator;

  VmOptions() {}

  /** The guest, with Tawon in it; its kernel is fetched if it has to be. */
  Machine machine(KernelStore store, List<String> command, Progress progress) throws Exception {
    if ((kernel == null) == (image == null)) {
      throw wrong("exactly one of --kernel and --kernel-image is needed");
    }
    if (cpus < 1 || cpus > MAX_CPUS) {
      throw wrong("--cpus: " + cpus + " is not between 1 and " + MAX_CPUS);
    }
    int megabytes = megabytes(memory);
    Optional<Accelerator> how = how();
    if (share != null && !java.nio.file.Files.isDirectory(share)) {
      throw wrong("--share: " + share + " is no directory");
    }
    if (append.chars().anyMatch(Character::isISOControl)) {
      throw wrong("--append: a kernel's command line is one line");
    }
    Kernel booted =
        image != null
            ? store.ofFile(image)
            : store.get(KernelVersion.of(java.util.Objects.requireNonNull(kernel)), progress);
    Machine plain = Machine.of(booted, command);
    return new Machine(
        booted,
        cpus,
        megabytes,
        append,
        how,
        plain.timeout(),
        Optional.ofNullable(share),
        false,
        GuestTawon.files(megabytes),
        plain.environment(),
        command);
  }

  private Optional<Accelerator> how() {
    return switch (accelerator == null ? "" : accelerator.toLowerCase(Locale.ROOT)) {
      case "" -> Optional.empty();
      case "kvm" -> Optional.of(Accelerator.KVM);
      case "tcg" -> Optional.of(Accelerator.TCG);
      case "counted" -> Optional.of(Accelerator.COUNTED);
      default -> throw wrong("--accel: " + accelerator + " is none of kvm, tcg and counted");
    };
  }

  private int megabytes(String text) {
    Matcher matcher = MEMORY.matcher(text);
    if (matcher.matches()) {
      boolean gigabytes = matcher.group(2).equalsIgnoreCase("G");
      long megabytes = Long.parseLong(matcher.group(1)) * (gigabytes ? MEGABYTES_PER_GIGABYTE : 1);
      if (megabytes >= MIN_MEGABYTES && megabytes <= Integer.MAX_VALUE) {
        return (int) megabytes;
      }
    }
    throw wrong(
        "--memory: "
            + text
            + " is not a size of at least "
            + MIN_MEGABYTES
            + "M, such as 1024M or 2G");
  }

  /** A mistake on the command line. */
  ParameterException wrong(String message) {
    return new ParameterException(java.util.Objects.requireNonNull(spec).commandLine(), message);
  }
}
