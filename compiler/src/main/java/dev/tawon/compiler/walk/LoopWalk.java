package dev.tawon.compiler.walk;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.Target;
import dev.tawon.compiler.front.SourceError;
import dev.tawon.object.ProgramSpec;
import java.util.function.ToIntFunction;

/** Refuses loops to whose end the kernel's verifier does not come. */
public final class LoopWalk {
  private LoopWalk() {}

  /**
   * Goes through a program as the verifier will.
   *
   * @param parameters how many parameters a function of the kernel has, by its name
   * @throws SourceError at a loop to whose end it does not come
   */
  public static void check(ProgramSpec program, Target target, ToIntFunction<String> parameters) {
    Code code = new Code(program, parameters);
    if (!code.hasLoops()) {
      return;
    }
    Walk walk = new Walk(code, target);
    Walk.Outcome outcome = walk.run();
    if (outcome == Walk.Outcome.FINISHED || walk.isVague()) {
      return;
    }
    String reason =
        switch (outcome) {
          case ENDLESS -> "the kernel's verifier sees nothing that ends this loop";
          case TOO_LONG ->
              "the kernel's verifier follows a loop round by round, and has not come to the end of this one after %,d steps"
                  .formatted(Walk.MOST_STEPS);
          case TOO_MANY_WAITING ->
              "the kernel's verifier follows a loop round by round, and at most %,d branches whose other way is left for later; this loop has more"
                  .formatted(Walk.MOST_WAITING);
          case FINISHED -> throw new IllegalStateException();
        };
    throw new SourceError(
        code.loopPosition(Math.max(0, walk.loop(outcome))),
        Rule.UNBOUNDED_LOOP,
        reason
            + ": give it a smaller bound, one that is a constant, masked or compared with a constant, or let the kernel count: "
            + "Bpf.loop(n, i -> …) since Linux 5.17, for (int i : Bpf.range(0, n)) since 6.4");
  }
}
