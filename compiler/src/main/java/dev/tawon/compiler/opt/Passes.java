package dev.tawon.compiler.opt;

import dev.tawon.compiler.ir.Function;

/** The passes over a function, in their order. */
public final class Passes {
  private Passes() {}

  /**
   * Changes a function in place, and those that the kernel calls back from it.
   *
   * @throws dev.tawon.compiler.front.SourceError if it does what no program can
   */
  public static void run(Function function) {
    for (Function each : function.all()) {
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
