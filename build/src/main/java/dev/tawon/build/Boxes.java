package dev.tawon.build;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;

/** The classes of primitive types. */
final class Boxes {
  private Boxes() {}

  /** The class of a primitive type. */
  static ClassDesc of(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN -> ConstantDescs.CD_Boolean;
      case BYTE -> ConstantDescs.CD_Byte;
      case CHAR -> ConstantDescs.CD_Character;
      case SHORT -> ConstantDescs.CD_Short;
      case INT -> ConstantDescs.CD_Integer;
      case LONG -> ConstantDescs.CD_Long;
      case FLOAT -> ConstantDescs.CD_Float;
      case DOUBLE -> ConstantDescs.CD_Double;
      case VOID -> ConstantDescs.CD_Void;
      case REFERENCE -> ConstantDescs.CD_Object;
    };
  }

  /** Makes what is on the stack another type, as {@code LambdaMetafactory} does: by boxes, widening and casts. */
  static void convert(CodeBuilder code, ClassDesc from, ClassDesc to) {
    if (from.equals(to) || (to.equals(ConstantDescs.CD_Object) && !from.isPrimitive())) {
      return;
    }
    if (from.isPrimitive() && to.isPrimitive()) {
      code.conversion(TypeKind.from(from), TypeKind.from(to));
    } else if (from.isPrimitive()) {
      ClassDesc box = of(TypeKind.from(from));
      code.invokestatic(box, "valueOf", MethodTypeDesc.of(box, from));
    } else if (to.isPrimitive()) {
      unbox(code, from, to);
    } else {
      code.checkcast(to);
    }
  }

  /** An {@code Integer} may become a {@code long}: it is unboxed as what it is, and widened. */
  private static void unbox(CodeBuilder code, ClassDesc from, ClassDesc to) {
    for (TypeKind kind : TypeKind.values()) {
      if (kind != TypeKind.REFERENCE && of(kind).equals(from)) {
        ClassDesc primitive = kind.upperBound();
        code.invokevirtual(from, primitive.displayName() + "Value", MethodTypeDesc.of(primitive));
        convert(code, primitive, to);
        return;
      }
    }
    ClassDesc box = of(TypeKind.from(to));
    code.checkcast(box).invokevirtual(box, to.displayName() + "Value", MethodTypeDesc.of(to));
  }
}
