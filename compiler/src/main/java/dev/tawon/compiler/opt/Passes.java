package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Function;
import java.util.function.ToIntFunction;

/** The passes over a function, in their order. */
public final class Passes {
  private Passes() {}

  /**
   * Changes a function in place, and those that the kernel calls back from it.
   *
   * @param function the function
   * @param texts the numbers of constant strings, from 1
   * @throws dev.tawon.compiler.front.SourceError if it does what no program can
   */
  public static void run(Function function, ToIntFunction<String> texts) {
    for (Function each : function.all()) {
      TextNumbers.run(each, texts);
      Simplification.run(each);
      BoxedReads.run(each);
      EndlessLoops.check(each);
      ValueNumbering.run(each);
      JumpThreading.run(each);
      BranchFolding.run(each);
      Selects.run(each);
      StoreMerging.run(each);
      StackObjects.check(each);
      LockedCalls.check(each);
    }
  }
}
