package dev.tawon.compiler.front;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.util.List;
import java.util.Locale;

/** A method's bytecode in words, much as javap has it, for reports of bugs. */
final class MethodListing {
  /** How much stands before and behind the place that matters. */
  private static final int AROUND = 40;

  private MethodListing() {}

  /**
   * The instructions around one.
   *
   * @param index the one that matters, which is marked; -1 for none
   */
  static String of(MethodCode code, int index) {
    StringBuilder text = new StringBuilder();
    text.append(code.name()).append(code.model().methodType().stringValue());
    int first = Math.max(0, index - AROUND);
    int end = Math.min(code.size(), Math.max(index, 0) + AROUND);
    for (int i = first; i < end; i++) {
      text.append(
          "%n%s %4d: %s  // line %d"
              .formatted(
                  i == index ? ">" : " ", i, line(code, i).strip(), code.position(i).line()));
    }
    return text.toString();
  }

  private static String line(MethodCode code, int index) {
    Instruction instruction = code.instruction(index);
    return instruction.opcode().name().toLowerCase(Locale.ROOT)
        + " "
        + switch (instruction) {
          case FieldInstruction field ->
              "%s.%s:%s"
                  .formatted(
                      field.owner().asInternalName(),
                      field.name().stringValue(),
                      field.type().stringValue());
          case InvokeInstruction call ->
              "%s.%s%s"
                  .formatted(
                      call.owner().asInternalName(),
                      call.name().stringValue(),
                      call.type().stringValue());
          case InvokeDynamicInstruction call ->
              call.name().stringValue()
                  + call.type().stringValue()
                  + " by "
                  + call.bootstrapMethod().owner().displayName();
          case ConstantInstruction constant -> constant.constantValue();
          case LoadInstruction load -> load.slot();
          case StoreInstruction store -> store.slot();
          case IncrementInstruction step -> step.slot() + " " + step.constant();
          case NewObjectInstruction create -> create.className().asInternalName();
          case NewPrimitiveArrayInstruction create -> create.typeKind();
          case TypeCheckInstruction check -> check.type().asInternalName();
          default -> targets(code.targets(index));
        };
  }

  private static String targets(List<Integer> targets) {
    return targets.isEmpty() ? "" : targets.toString();
  }
}
