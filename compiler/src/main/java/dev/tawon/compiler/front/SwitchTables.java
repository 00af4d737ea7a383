package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Position;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;

/**
 * The tables that Eclipse's compiler makes for switches on enums: methods {@code $SWITCH_TABLE$…} that give a number to each
 * constant there is when they run. They are read as they stand, {@code table[Level.LOW.ordinal()] = 1}, and not run.
 */
final class SwitchTables {
  private static final String PREFIX = "$SWITCH_TABLE$";

  private SwitchTables() {}

  /** Whether a method gives such a table. */
  static boolean isTable(Opcode opcode, String name, String descriptor) {
    return opcode == Opcode.INVOKESTATIC && name.startsWith(PREFIX) && descriptor.equals("()[I");
  }

  /**
   * The table that a method gives.
   *
   * @throws SourceError if it is none
   */
  @SuppressWarnings("EnumOrdinal") // what javac's tables go by
  static int[] read(ClassFiles classes, MethodModel method, Position position) {
    int[] table = {};
    Enum<?> constant = null;
    Integer number = null;
    CodeModel code =
        method.code().orElseThrow(() -> SourceError.damaged(position, "a table without code"));
    for (CodeElement element : code) {
      switch (element) {
        case FieldInstruction field when field.opcode() == Opcode.GETSTATIC -> {
          Class<?> owner = classes.load(field.owner().asInternalName(), position);
          // None for one that there was when the table was compiled.
          constant =
              owner.isEnum()
                  ? EnumConstants.named(owner, field.name().stringValue()).orElse(null)
                  : null;
          if (owner.isEnum() && table.length == 0) {
            table = new int[EnumConstants.of(owner).size()];
          }
        }
        case ConstantInstruction value when value.constantValue() instanceof Integer each ->
            number = each;
        case ArrayStoreInstruction _ -> {
          if (number == null || (constant != null && constant.ordinal() >= table.length)) {
            throw SourceError.damaged(position, "a table for a switch that is none");
          }
          if (constant != null) {
            table[constant.ordinal()] = number;
          }
        }
        default -> {}
      }
    }
    return table;
  }
}
