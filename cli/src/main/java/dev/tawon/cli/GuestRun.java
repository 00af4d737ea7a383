package dev.tawon.cli;

import dev.tawon.vm.KernelStore;
import dev.tawon.vm.Machine;
import dev.tawon.vm.Outcome;
import dev.tawon.vm.VirtualMachine;
import java.util.List;

/** Runs a guest with this process's output, and says what became of it. */
final class GuestRun {
  /** With less, its own file system may not fit beside what it runs. */
  private static final int ENOUGH_MEGABYTES = 512;

  private final Environment environment;
  private final KernelStore store;
  private final ProgressBar progress;

  GuestRun(Environment environment, KernelStore store, ProgressBar progress) {
    this.environment = environment;
    this.store = store;
    this.progress = progress;
  }

  /**
   * Runs it to its end.
   *
   * @return the command's exit code
   * @throws Failure if the guest ended otherwise than by its command
   */
  int run(Machine machine) throws Exception {
    VirtualMachine guest =
        VirtualMachine.of(
            machine,
            store,
            progress,
            accelerator -> {
              progress.clear();
              environment
                  .err()
                  .println(
                      "tawon: Linux "
                          + machine.kernel().release()
                          + " in QEMU ("
                          + accelerator
                          + ")");
              environment.err().flush();
            });
    return Interruption.guard(
        () -> exitCode(machine, guest.run(environment.out(), environment.err())), guest::stop);
  }

  private int exitCode(Machine machine, Outcome outcome) {
    environment.out().flush();
    environment.err().flush();
    return switch (outcome) {
      case Outcome.Exited(int code) -> code;
      case Outcome.Stopped() -> ExitCode.INTERRUPTED;
      case Outcome.OutOfMemory(int code, String victim, List<String> console) ->
          throw failure(
              "the guest ran out of its %d MB of memory, and the command ended with %d: %s"
                  .formatted(machine.memoryMegabytes(), code, victim),
              "--memory gives it more",
              console,
              code);
      case Outcome.Panicked(String reason, List<String> console) ->
          throw failure(
              "the guest's kernel panicked: " + reason,
              memoryHint(machine),
              console,
              ExitCode.GUEST_FAILED);
      case Outcome.TimedOut(var limit, boolean booted, List<String> console) ->
          throw failure(
              booted
                  ? "the guest was ended after %s, while its command ran"
                      .formatted(text(limit.toMillis()))
                  : "the guest was ended after %s, before it had come up"
                      .formatted(text(limit.toMillis())),
              "--timeout gives it longer",
              console,
              ExitCode.TIMED_OUT);
      case Outcome.Lost(String reason, List<String> console) ->
          throw failure(
              "the guest went down without a word" + (reason.isEmpty() ? "" : "; QEMU says:"),
              reason.isEmpty() ? memoryHint(machine) : reason,
              console,
              ExitCode.GUEST_FAILED);
    };
  }

  private static String text(long milliseconds) {
    return milliseconds % 1000 == 0 ? milliseconds / 1000 + " s" : milliseconds + " ms";
  }

  private static String memoryHint(Machine machine) {
    return machine.memoryMegabytes() < ENOUGH_MEGABYTES
        ? machine.memoryMegabytes() + " MB may be too little: --memory gives it more"
        : "";
  }

  private static Failure failure(String message, String hint, List<String> console, int exitCode) {
    StringBuilder text = new StringBuilder(hint);
    if (!console.isEmpty()) {
      text.append(hint.isEmpty() ? "" : "\n").append("the end of its console:");
      console.forEach(line -> text.append("\n| ").append(line));
    }
    return new Failure(message, text.toString(), exitCode);
  }
}
