package dev.tawon.vm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Boots a {@link Machine} and runs its command. One object runs one guest, once. It leaves no process and no file behind,
 * whatever becomes of the guest; if this process is killed, the guest goes with it.
 */
public final class VirtualMachine {
  /** For a guest that KVM really runs, many times what it takes to boot. */
  private static final Duration KVM_BOOT = Duration.ofSeconds(10);

  private final Machine machine;
  private final Path cache;
  private final Progress progress;
  private final Consumer<Accelerator> chosen;
  private final CountDownLatch booted = new CountDownLatch(1);
  private volatile @Nullable Process qemu;
  private volatile boolean stopped;
  private volatile @Nullable Integer exitCode;
  private volatile Optional<Duration> kernelBoot = Optional.empty();

  private VirtualMachine(
      Machine machine, KernelStore store, Progress progress, Consumer<Accelerator> chosen) {
    this.machine = machine;
    this.cache = store.directory();
    this.progress = progress;
    this.chosen = chosen;
  }

  /**
   * A guest that does not run yet.
   *
   * @param store where what guests need is kept
   * @param progress told while something is made that takes a while
   * @param chosen told how the guest runs, before it boots
   */
  public static VirtualMachine of(
      Machine machine, KernelStore store, Progress progress, Consumer<Accelerator> chosen) {
    return new VirtualMachine(machine, store, progress, chosen);
  }

  /**
   * Runs it to its end. The streams are written to by threads of their own, and flushed.
   *
   * @param out gets the command's standard output; nothing of an interactive shell's
   * @param err gets its standard error
   * @throws VmException if something that it takes is missing
   */
  public Outcome run(OutputStream out, OutputStream err) throws IOException, InterruptedException {
    Path program = Tool.require(Qemu.PROGRAM, Qemu.PACKAGE);
    try (WorkDirectory work = WorkDirectory.in(cache)) {
      pack(work.path().resolve("initrd"));
      KvmTrial kvm = new KvmTrial(cache);
      Accelerator accelerator =
          machine.accelerator().orElseGet(() -> kvm.maybe() ? Accelerator.KVM : Accelerator.TCG);
      boolean trial = machine.accelerator().isEmpty() && accelerator == Accelerator.KVM;
      Optional<Outcome> outcome = boot(program, accelerator, trial, work.path(), out, err);
      if (outcome.isEmpty()) {
        kvm.failed();
        outcome = boot(program, Accelerator.TCG, false, work.path(), out, err);
      }
      return outcome.orElseThrow();
    }
  }

  /** Ends it soon, from another thread; the outcome is {@link Outcome.Stopped}. */
  public void stop() {
    stopped = true;
    endQemu();
  }

  private void endQemu() {
    Process running = qemu;
    if (running != null) {
      running.destroyForcibly();
    }
  }

  /** How long its kernel took to the first process, by its own clock; empty if it has not got there. */
  public Optional<Duration> kernelBoot() {
    return kernelBoot;
  }

  private void pack(Path initrd) throws IOException, InterruptedException {
    UserLand userLand = new UserLand(cache, progress);
    List<Path> archives =
        new ArrayList<>(List.of(userLand.programs(), userLand.java(machine.compiler())));
    machine.kernel().modules().ifPresent(archives::add);
    GuestFiles files = machine.files();
    if (machine.share().isPresent()) {
      files = files.and(GuestFiles.create().addTree("/share", machine.share().get()));
    }
    if (machine.kernel().modules().isEmpty()) {
      files = files.and(GuestFiles.create().addText("/etc/tawon/boot-modules", false, ""));
    }
    if (machine.kernel().config().isPresent()) {
      files = files.and(GuestFiles.create().add("/boot/config", machine.kernel().config().get()));
    }
    TerminalSize size = machine.interactive() ? TerminalSize.current() : TerminalSize.USUAL;
    files = files.and(machine.settings(size.rows(), size.columns()));
    try (OutputStream out = Files.newOutputStream(initrd, StandardOpenOption.CREATE_NEW)) {
      for (Path archive : archives) {
        Files.copy(archive, out);
      }
    }
    try (OutputStream out =
        new java.io.BufferedOutputStream(
            Files.newOutputStream(initrd, StandardOpenOption.APPEND), 1 << 16)) {
      files.pack(out);
    }
  }

  /** Boots once; nothing if it was a trial that has not come up. */
  private Optional<Outcome> boot(
      Path program,
      Accelerator accelerator,
      boolean trial,
      Path work,
      OutputStream out,
      OutputStream err)
      throws IOException, InterruptedException {
    long begin = System.nanoTime();
    chosen.accept(accelerator);
    Path log = work.resolve("qemu");
    Files.deleteIfExists(work.resolve("console"));
    try (Channels channels = Channels.open(work, 4, this::endQemu)) {
      List<String> command =
          Leash.hold(Qemu.command(program, machine, accelerator, work, channels.paths()));
      Process running =
          machine.interactive() ? Tool.foreground(command, log) : Tool.background(command, log);
      qemu = running;
      if (stopped) {
        running.destroyForcibly();
      }
      try {
        channels.serve(0, this::control);
        channels.serve(1, in -> copy(in, out));
        channels.serve(2, in -> copy(in, err));
        channels.serve(3, this::giveBack);
        boolean timedOut = false;
        if (trial && !booted.await(KVM_BOOT.toMillis(), TimeUnit.MILLISECONDS) && !stopped) {
          return Optional.empty();
        }
        long left = machine.timeout().toNanos() - (System.nanoTime() - begin);
        if (!running.waitFor(Math.max(left, 1), TimeUnit.NANOSECONDS)) {
          timedOut = true;
        }
        end(running);
        channels.finish();
        return Optional.of(outcome(timedOut, Console.read(work.resolve("console")), log));
      } finally {
        end(running);
      }
    }
  }

  private static void end(Process running) throws InterruptedException {
    running.destroyForcibly();
    running.waitFor();
  }

  private Outcome outcome(boolean timedOut, Console console, Path log) throws IOException {
    Integer code = exitCode;
    if (code != null) {
      Optional<String> victim = console.outOfMemory();
      return code != 0 && victim.isPresent()
          ? new Outcome.OutOfMemory(code, victim.get(), console.tail())
          : new Outcome.Exited(code);
    }
    if (stopped) {
      return new Outcome.Stopped();
    }
    if (console.panic().isPresent()) {
      return new Outcome.Panicked(console.panic().get(), console.trace());
    }
    if (timedOut) {
      return new Outcome.TimedOut(machine.timeout(), booted.getCount() == 0, console.trace());
    }
    return new Outcome.Lost(
        Files.exists(log) ? Files.readString(log).strip() : "", console.trace());
  }

  private void control(InputStream in) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      String[] words = line.split(" ", 2);
      if (words.length < 2) {
        continue;
      }
      if (words[0].equals("init") && words[1].matches("\\d{1,6}\\.\\d{2}")) {
        kernelBoot =
            Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(words[1]) * 1000)));
        booted.countDown();
      } else if (words[0].equals("exit") && words[1].matches("\\d{1,3}")) {
        exitCode = Integer.parseInt(words[1]);
      }
    }
  }

  private static void copy(InputStream in, OutputStream out) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
      out.flush();
    }
  }

  private void giveBack(InputStream in) throws IOException {
    if (machine.share().isEmpty()) {
      in.transferTo(OutputStream.nullOutputStream());
      return;
    }
    java.io.PushbackInputStream archive = new java.io.PushbackInputStream(in);
    int first = archive.read();
    if (first >= 0) {
      archive.unread(first);
      CpioReader.unpack(archive, machine.share().get());
      archive.transferTo(OutputStream.nullOutputStream());
    }
  }
}
