package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.ThrowInstruction;

/**
 * {@code throw new X(…)}: a fault. Nobody sees the exception, so that neither it nor its message is made; what it is made of
 * must therefore do nothing else.
 */
final class Throwing {
  private Throwing() {}

  static boolean isException(Class<?> type) {
    return Throwable.class.isAssignableFrom(type);
  }

  /**
   * Refuses an exception that is not thrown where it is made, or whose arguments have an effect.
   *
   * @param code the method
   * @param index the instruction that makes the exception
   */
  static void check(MethodCode code, int index) {
    int at = index + 1;
    while (!(code.instruction(at) instanceof ThrowInstruction)) {
      if (!code.fallsThrough(at)
          || !code.targets(at).isEmpty()
          || hasEffect(code.instruction(at))) {
        throw new SourceError(
            code.position(index),
            Rule.THROW,
            "an exception is a fault: throw it where it is made, with constants and variables as"
                + " its arguments");
      }
      at++;
    }
  }

  private static boolean hasEffect(Instruction instruction) {
    return switch (instruction) {
      case LoadInstruction _,
          ConstantInstruction _,
          StackInstruction _,
          OperatorInstruction _,
          ConvertInstruction _,
          ArrayLoadInstruction _,
          NewObjectInstruction _,
          InvokeDynamicInstruction _,
          NopInstruction _ ->
          false;
      case FieldInstruction field ->
          field.opcode() != Opcode.GETFIELD && field.opcode() != Opcode.GETSTATIC;
      // What makes messages is in the library; its constructors are, or are the exception's own.
      case InvokeInstruction call ->
          call.opcode() != Opcode.INVOKESPECIAL
              && !call.owner().asInternalName().startsWith("java/");
      default -> true;
    };
  }
}
