package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.ProgramKind.Results;
import dev.tawon.compiler.ir.Position;
import dev.tawon.object.NearNames;
import dev.tawon.object.ProgramType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * A hook of the Linux security modules: {@code LSM_HOOK} of {@code include/linux/lsm_hook_defs.h}.
 *
 * @param name its name, {@code file_open}
 * @param parameters how many it has, the most of any version
 * @param result what its programs return
 * @param sleeps whether its programs may sleep, in some version
 * @param closedSince since which version it takes no programs; empty if it does
 */
public record SecurityHook(
    String name, int parameters, Result result, boolean sleeps, String closedSince) {
  /** The version of Linux whose hooks the table has, with those of all before it. */
  private static final String KNOWN_UNTIL = "7.2";

  /** The version after it, whose kernel says itself what it has. */
  private static final String UNKNOWN_SINCE = "7.3";

  /** The one hook that has programs that sleep since they may, and the version in which the others followed. */
  private static final String FIRST_TO_SLEEP = "bprm_committed_creds";

  private static final String SLEEP_SINCE = "5.11";

  /** {@code MAX_ERRNO} of {@code include/linux/err.h}. */
  private static final int MAX_ERRNO = 4095;

  private static final Results ERRNO =
      new Results(
          -MAX_ERRNO, 0, 0, true, true, "void, or int: 0 to allow, a negated errno to refuse");

  /** What a hook's programs return. */
  enum Result {
    /** 0, or a negated errno. */
    ERRNO,
    /** 0 or 1. */
    TRUTH,
    /** 0 alone. */
    ZERO,
    /** The hook has no result. */
    NOTHING
  }

  private static final class Table {
    static final Map<String, SecurityHook> HOOKS = read();
  }

  /**
   * Refuses a program whose hook the target does not have, or not for such a program.
   *
   * @throws SourceError if it does not
   */
  public static void require(ProgramMethod program, Target target, Position position) {
    if (program.type() != ProgramType.LSM) {
      return;
    }
    String name = program.target();
    SecurityHook hook = Table.HOOKS.get(name);
    if (hook == null) {
      if (target.isAtLeast(UNKNOWN_SINCE)) {
        return;
      }
      throw new SourceError(
          position,
          Rule.SECURITY_HOOK,
          "there is no hook "
              + name
              + " of the security modules up to Linux "
              + KNOWN_UNTIL
              + NearNames.suggestion(name, Table.HOOKS.keySet()));
    }
    hook.require(program.model().methodTypeSymbol().parameterCount(), program, target, position);
  }

  private void require(int taken, ProgramMethod program, Target target, Position position) {
    if (taken > parameters) {
      throw new SourceError(
          position,
          Rule.PROGRAM_PARAMETERS,
          "the hook %s has %s, and the program takes %d: leave out the last"
              .formatted(
                  name,
                  switch (parameters) {
                    case 0 -> "no parameters";
                    case 1 -> "one parameter";
                    default -> parameters + " parameters";
                  },
                  taken));
    }
    if (!closedSince.isEmpty() && target.isAtLeast(closedSince)) {
      throw new SourceError(
          position,
          Rule.SECURITY_HOOK,
          "the hook %s takes no programs since Linux %s, and the target is %s: a @Fentry program of the function of the kernel that asks it sees the same calls"
              .formatted(name, closedSince, target));
    }
    if (program.isSleepable() && !sleeps) {
      throw new SourceError(
          position,
          Rule.SECURITY_HOOK,
          "programs of the hook "
              + name
              + " cannot be @Sleepable: the kernel calls it where nothing may wait");
    }
    if (program.isSleepable() && !FIRST_TO_SLEEP.equals(name) && !target.isAtLeast(SLEEP_SINCE)) {
      throw new SourceError(
          position,
          Rule.NEWER_KERNEL,
          "a @Sleepable program of the hook %s needs Linux %s, and the target is %s"
              .formatted(name, SLEEP_SINCE, target));
    }
  }

  /** What a hook's programs may return; of one that is not known, what any may. */
  static Results results(String name) {
    SecurityHook hook = Table.HOOKS.get(name);
    return hook == null ? ERRNO : hook.results();
  }

  /** {@code bpf_lsm_get_retval_range} of {@code kernel/bpf/bpf_lsm.c}, which kernels ask since Linux 6.12. */
  private Results results() {
    return switch (result) {
      case ERRNO -> ERRNO;
      case TRUTH -> new Results(0, 1, 0, true, true, "void, or int: 0 for no, 1 for yes");
      case ZERO -> new Results(0, 0, 0, true, true, "void, or int: 0, which is left to the kernel");
      case NOTHING -> new Results(0, 0, 0, true, false, "void, as the hook " + name + " does");
    };
  }

  private static Map<String, SecurityHook> read() {
    String file = "security-hooks.txt";
    try (InputStream stream = SecurityHook.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException(file + " is not beside " + SecurityHook.class.getName());
      }
      Map<String, SecurityHook> hooks = new TreeMap<>();
      for (String line :
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          SecurityHook hook = hook(line.split("\\|", -1));
          hooks.put(hook.name, hook);
        }
      }
      return hooks;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SecurityHook hook(String[] columns) {
    Result result =
        switch (columns[2]) {
          case "errno" -> Result.ERRNO;
          case "truth" -> Result.TRUTH;
          case "zero" -> Result.ZERO;
          case "nothing" -> Result.NOTHING;
          default -> throw new IllegalStateException("no result of a hook: " + columns[2]);
        };
    return new SecurityHook(
        columns[0],
        Integer.parseInt(columns[1]),
        result,
        columns[3].equals("sleep"),
        columns[4].equals("-") ? "" : columns[4]);
  }
}
