package dev.tawon.sandbox;

import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Cuts a function that would be too long for one method into parts, and connects them. */
final class FunctionParts {
  /** HotSpot compiles no method of more bytes ({@code -XX:HugeMethodLimit}). */
  static final int HUGE = 8_000;

  private static final int MAX_BYTES = 7_000;

  private FunctionParts() {}

  /** Where the parts of a function begin, and its end. */
  static List<Integer> bounds(Program program, Program.Function function) {
    List<Integer> bounds = new ArrayList<>(List.of(function.start()));
    int bytes = 0;
    for (int i = function.start(); i < function.end(); i++) {
      int more = bytes(program.at(i)) + (program.isLeader(i) ? 24 : 0);
      if (bytes + more > MAX_BYTES) {
        bounds.add(i);
        bytes = 0;
      }
      bytes += more;
    }
    bounds.add(function.end());
    return bounds;
  }

  /** How many bytes an instruction becomes, at most. */
  private static int bytes(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Alu _,
          Instruction.Negate _,
          Instruction.MoveSignExtended _,
          Instruction.ByteSwap _,
          Instruction.LoadImmediate64 _ ->
          12;
      case Instruction.Load _,
          Instruction.LoadAcquire _,
          Instruction.Store _,
          Instruction.StoreRelease _,
          Instruction.Atomic _ ->
          30;
      case Instruction.Branch _, Instruction.Goto _, Instruction.MayGoto _ -> 60;
      case Instruction.CallHelper _,
          Instruction.CallFunction _,
          Instruction.CallRegister _,
          Instruction.LoadPacket _,
          Instruction.Exit _ ->
          60;
      case Instruction.CallKernelFunction _,
          Instruction.GotoRegister _,
          Instruction.AddressSpaceCast _ ->
          12;
    };
  }

  /** A function of several parts: goes from one to the next. */
  static void connect(CodeBuilder code, String name, List<Integer> bounds) {
    code.loadConstant(10).newarray(TypeKind.LONG).astore(FunctionTranslator.ARRAY);
    for (int r = 1; r <= 5; r++) {
      code.aload(FunctionTranslator.ARRAY)
          .loadConstant(r)
          .lload(RegisterEmitter.local(Register.of(r)))
          .lastore();
    }
    code.loadConstant(bounds.getFirst()).istore(FunctionTranslator.NEXT);
    Label again = code.newBoundLabel();
    for (int part = 0; part < bounds.size() - 1; part++) {
      Label later = code.newLabel();
      if (part < bounds.size() - 2) {
        code.iload(FunctionTranslator.NEXT).loadConstant(bounds.get(part + 1)).if_icmpge(later);
      }
      code.aload(FunctionTranslator.MACHINE)
          .iload(FunctionTranslator.FRAME)
          .aload(FunctionTranslator.ARRAY)
          .iload(FunctionTranslator.NEXT);
      code.invokestatic(Translator.COMPILED, name + "p" + part, FunctionTranslator.PART);
      code.dup().istore(FunctionTranslator.NEXT).ifge(again);
      code.aload(FunctionTranslator.ARRAY).loadConstant(0).laload().lreturn();
      code.labelBinding(later);
    }
  }
}
