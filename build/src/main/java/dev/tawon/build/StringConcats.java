package dev.tawon.build;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** {@code java.lang.invoke.StringConcatFactory}: strings put together. */
final class StringConcats {
  private static final ClassDesc BUILDER = ClassDesc.of("java.lang.StringBuilder");

  /** In a recipe, the next argument and the next constant. */
  private static final char ARGUMENT = '\1';

  private static final char CONSTANT = '\2';

  private final MethodTypeDesc type;
  private final List<ConstantDesc> recipe;

  StringConcats(InvokeDynamicInstruction call) {
    type = call.typeSymbol();
    recipe = call.bootstrapArgs();
  }

  /** Whether a dynamic call is one. */
  static boolean isOne(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().displayName().equals("StringConcatFactory")
        && call.name().equalsString("makeConcatWithConstants");
  }

  /** The body of a static method with the call's type. */
  void body(CodeBuilder code) {
    code.new_(BUILDER)
        .dup()
        .invokespecial(BUILDER, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    StringBuilder text = new StringBuilder();
    int argument = 0;
    int constant = 1;
    for (char c : ((String) recipe.getFirst()).toCharArray()) {
      switch (c) {
        case ARGUMENT -> {
          append(code, text);
          code.loadLocal(TypeKind.from(type.parameterType(argument)), code.parameterSlot(argument));
          append(code, type.parameterType(argument));
          argument++;
        }
        case CONSTANT -> text.append(recipe.get(constant++));
        default -> text.append(c);
      }
    }
    append(code, text);
    code.invokevirtual(BUILDER, "toString", MethodTypeDesc.of(ConstantDescs.CD_String)).areturn();
  }

  private static void append(CodeBuilder code, StringBuilder text) {
    if (!text.isEmpty()) {
      append(code.loadConstant(text.toString()), ConstantDescs.CD_String);
      text.setLength(0);
    }
  }

  private static void append(CodeBuilder code, ClassDesc type) {
    ClassDesc appended =
        switch (TypeKind.from(type)) {
          case BYTE, SHORT -> ConstantDescs.CD_int;
          case REFERENCE -> type.equals(ConstantDescs.CD_String) ? type : ConstantDescs.CD_Object;
          case BOOLEAN, CHAR, INT, LONG, FLOAT, DOUBLE, VOID -> type;
        };
    code.invokevirtual(BUILDER, "append", MethodTypeDesc.of(BUILDER, appended));
  }
}
