package dev.tawon.compiler.opt;

import dev.tawon.compiler.Target;
import dev.tawon.compiler.ir.Function;
import java.util.function.IntConsumer;
import java.util.function.ToIntFunction;

/** The passes over a function, in their order. */
public final class Passes {
  private Passes() {}

  /**
   * Changes a function in place, and those that the kernel calls back from it.
   *
   * @param function the function
   * @param texts the numbers of constant strings, from 1
   * @param zeros is told how many bytes of memory that is always zero are needed
   * @param target what the code is for
   * @throws dev.tawon.compiler.front.SourceError if it does what no program can
   */
  public static void run(
      Function function, ToIntFunction<String> texts, IntConsumer zeros, Target target) {
    for (Function each : function.all()) {
      OddAccesses.split(each);
      TextNumbers.run(each, texts);
      Simplification.run(each);
      BoxedReads.run(each);
      EndlessLoops.check(each);
      ShiftedComparisons.run(each);
      SignedDivision.run(each, target);
      ValueNumbering.run(each, target);
      RecordOutputs.run(each);
      StraightBlocks.run(each);
      JumpThreading.run(each);
      BranchFolding.run(each, target);
      StackObjects.check(each);
      LockedCalls.check(each);
      // Before loops are written out: each round has its own iteration, and all have one state.
      IteratorEnds.place(each);
      improve(each, zeros, target);
    }
  }

  private static void improve(Function function, IntConsumer zeros, Target target) {
    PacketLength.run(function);
    ConstantFolding.run(function, target);
    LoopUnrolling.run(function, target);
    SignedDivision.run(function, target); // more is constant
    BranchFolding.run(function, target);
    StraightBlocks.run(function);
    DeferredNulls.run(function);
    StraightBlocks.run(function);
    KernelElements.run(function);
    NullReads.run(function);
    UnsignedReads.run(function);
    ValueNumbering.run(function, target);
    LoadForwarding.run(function);
    SwappedReads.run(function);
    ConstantFolding.run(function, target);
    BranchFolding.run(function, target);
    ValueNumbering.run(function, target);
    StraightBlocks.run(function);
    PacketPointers.run(function, target);
    ConstantFolding.run(function, target);
    ZeroedObjects.run(function, zeros);
    DeadStores.run(function);
    LateDivisions.run(function);
    Selects.run(function);
    StraightBlocks.run(function);
    StoreMerging.run(function);
    KeptKeys.run(function);
    RereadKeys.run(function);
    FewReads.run(function);
    ChainedNulls.run(function);
    LoopLimits.run(function, target);
  }
}
