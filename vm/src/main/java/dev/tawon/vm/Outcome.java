package dev.tawon.vm;

import java.time.Duration;
import java.util.List;

/** How a guest ended. Lines of its console have no control characters. */
public sealed interface Outcome {
  /** The command ended. */
  record Exited(int code) implements Outcome {}

  /**
   * The kernel ended a process for want of memory, and the command with it or after it.
   *
   * @param code the command's exit code
   * @param victim what the kernel said
   */
  record OutOfMemory(int code, String victim, List<String> console) implements Outcome {
    /** Copies the list. */
    public OutOfMemory {
      console = List.copyOf(console);
    }
  }

  /**
   * The kernel panicked.
   *
   * @param reason what it said
   * @param console from its first word of trouble: the trace, and the stacks of all processors where one was stuck
   */
  record Panicked(String reason, List<String> console) implements Outcome {
    /** Copies the list. */
    public Panicked {
      console = List.copyOf(console);
    }
  }

  /**
   * It was ended after its time.
   *
   * @param limit its time
   * @param booted whether the command was started
   * @param console what the kernel said of trouble, or the last lines
   */
  record TimedOut(Duration limit, boolean booted, List<String> console) implements Outcome {
    /** Copies the list. */
    public TimedOut {
      console = List.copyOf(console);
    }
  }

  /**
   * It went down without saying why, or QEMU did.
   *
   * @param reason what QEMU said; may be empty
   * @param console what the kernel said of trouble, or the last lines
   */
  record Lost(String reason, List<String> console) implements Outcome {
    /** Copies the list. */
    public Lost {
      console = List.copyOf(console);
    }
  }

  /** {@link VirtualMachine#stop} ended it. */
  record Stopped() implements Outcome {}
}
