package dev.tawon.bpf;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a verifier's log says of a refusal.
 *
 * <p>The log is for people and changes with every kernel, so that this looks at the shape of lines and takes what it finds.
 * Two shapes are known: that of {@code kernel/bpf/verifier.c} up to Linux 7.2, where the reason is the text after the last
 * instruction, and that since Linux 7.3, where sections named {@code Reason:} and {@code At:} follow it.
 *
 * @param summary the reason, on one line; empty if the log has none
 * @param slot the slot of the refused instruction, or -1 if the log does not say
 */
record VerifierLog(String summary, int slot) {
  /** {@code 12: (bf) r1 = r2 ; R1_w=ctx()}. */
  private static final Pattern INSTRUCTION = Pattern.compile("(\\d{1,9}): \\([0-9a-f]{2}\\) .*");

  /** {@code 12: R1=ctx() R10=fp0}, {@code 12: frame1: R0=…}, {@code from 3 to 5: R0=…}, {@code 12: safe}. */
  private static final Pattern STATE =
      Pattern.compile("(\\d{1,9}: .*|from \\d{1,9} to \\d{1,9}:.*| ?R\\d{1,2}(_\\w+)?=.*)");

  /** What the verifier tells while it works, and its sums at the end. */
  private static final Pattern PROGRESS =
      Pattern.compile(
          "(processed \\d+ insns .*|verification time .*|stack depth .*|mark_precise: .*|regs=.*"
              + "|last_idx .*|parent (didn't|already) .*|func#\\d+ .*|(caller|callee|returning from callee|to caller at .*):?"
              + "|Validating .* func#.*|Func#\\d+ .* is safe .*|;.*)");

  /** What {@code is_state_visited()} prints behind the instruction, on its line; the states that are the same follow. */
  private static final Pattern ENDLESS = Pattern.compile("infinite loop detected at insn \\d{1,9}");

  private static final Pattern NAMED_INSTRUCTION = Pattern.compile("\\binsn (\\d{1,9})\\b");

  private static final String FAILURE = "Verification failed:";
  private static final String REASON = "Reason:";
  private static final String PLACE = "At:";

  private static final int SUMMARY_LIMIT = 400;

  static VerifierLog parse(String log) {
    List<String> lines = log.lines().toList();
    VerifierLog structured = structured(lines);
    return structured.summary().isEmpty() ? classic(lines) : structured;
  }

  private static VerifierLog classic(List<String> lines) {
    List<String> reason = new ArrayList<>();
    int slot = -1;
    for (String line : lines) {
      Matcher endless = ENDLESS.matcher(line);
      if (endless.find()) {
        return new VerifierLog(endless.group(), namedInstruction(endless.group()));
      }
      Matcher instruction = INSTRUCTION.matcher(line);
      if (instruction.matches()) {
        slot = Integer.parseInt(instruction.group(1));
        reason.clear();
      } else if (STATE.matcher(line).matches()) {
        reason.clear();
      } else if (!line.isBlank() && !PROGRESS.matcher(line).matches()) {
        reason.add(line.strip());
      }
    }
    String summary = summary(reason);
    // Checks of the control flow come before any instruction is printed, and name it in the reason.
    if (slot < 0) {
      slot = namedInstruction(summary);
    }
    return new VerifierLog(summary, slot);
  }

  private static VerifierLog structured(List<String> lines) {
    String title = "";
    List<String> reason = new ArrayList<>();
    int slot = -1;
    String section = "";
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith(FAILURE)) {
        title = text.substring(FAILURE.length()).strip();
        reason.clear();
        slot = -1;
        section = "";
      } else if (!title.isEmpty() && isSection(line)) {
        section = text;
      } else if (section.equals(REASON) && !text.isEmpty()) {
        reason.add(text);
      } else if (section.equals(PLACE) && slot < 0) {
        slot = namedInstruction(text);
      }
    }
    if (title.isEmpty()) {
      return new VerifierLog("", -1);
    }
    String why = String.join(" ", reason);
    return new VerifierLog(cut(why.isEmpty() ? title : title + ": " + why), slot);
  }

  /** A section begins with its name and a colon at the line's start. */
  private static boolean isSection(String line) {
    return line.endsWith(":")
        && !line.isEmpty()
        && Character.isUpperCase(line.charAt(0))
        && line.chars().allMatch(c -> Character.isLetter(c) || c == ' ' || c == ':');
  }

  private static int namedInstruction(String text) {
    Matcher named = NAMED_INSTRUCTION.matcher(text);
    return named.find() ? Integer.parseInt(named.group(1)) : -1;
  }

  private static String summary(List<String> reason) {
    return cut(String.join("; ", reason));
  }

  private static String cut(String summary) {
    return summary.length() > SUMMARY_LIMIT ? summary.substring(0, SUMMARY_LIMIT) + "…" : summary;
  }
}
