package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
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
   * @param target the oldest kernel that the code is for
   * @throws dev.tawon.compiler.front.SourceError if it does what no program can
   */
  public static void run(Function function, ToIntFunction<String> texts, Target target) {
    for (Function each : function.all()) {
      TextNumbers.run(each, texts);
      Simplification.run(each);
      BoxedReads.run(each);
      EndlessLoops.check(each);
      ValueNumbering.run(each, target);
      RecordOutputs.run(each);
      StraightBlocks.run(each);
      JumpThreading.run(each);
      BranchFolding.run(each);
      StackObjects.check(each);
      LockedCalls.check(each);
      // Before loops are written out: each round has its own iteration, and all have one state.
      IteratorEnds.place(each);
      improve(each, target);
    }
  }

  private static void improve(Function function, Target target) {
    PacketLength.run(function);
    ConstantFolding.run(function, target);
    LoopUnrolling.run(function, target);
    BranchFolding.run(function);
    StraightBlocks.run(function);
    DeferredNulls.run(function);
    StraightBlocks.run(function);
    KernelElements.run(function);
    UnsignedReads.run(function);
    ValueNumbering.run(function, target);
    LoadForwarding.run(function);
    SwappedReads.run(function);
    ConstantFolding.run(function, target);
    BranchFolding.run(function);
    ValueNumbering.run(function, target);
    StraightBlocks.run(function);
    DeadStores.run(function);
    Selects.run(function);
    StraightBlocks.run(function);
    StoreMerging.run(function);
    LoopLimits.run(function, target);
  }
}
