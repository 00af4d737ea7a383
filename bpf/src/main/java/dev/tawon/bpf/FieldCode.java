package dev.tawon.bpf;

import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.StructLayout.Bitfield;
import dev.tawon.compiler.StructLayout.Enumerated;
import dev.tawon.compiler.StructLayout.Field;
import dev.tawon.compiler.StructLayout.Nested;
import dev.tawon.compiler.StructLayout.Primitive;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodType;

/** Bytecode that reads and writes single fields: the memory is in local 0, its offset in local 1. */
final class FieldCode {
  private static final ClassDesc BITS = desc(StructBits.class);
  private static final ClassDesc ENUMS = desc(StructEnums.class);
  private static final ClassDesc SEGMENT = desc(MemorySegment.class);
  private static final ClassDesc LAYOUT = desc(ValueLayout.class);

  private FieldCode() {}

  /** Pushes the number that a field is. */
  static void number(CodeBuilder code, Field field, Class<?> primitive, ClassDesc type) {
    code.aload(0);
    pushLayout(code, primitive).lload(1).loadConstant((long) field.offset()).ladd();
    code.invokeinterface(
        SEGMENT, "get", MethodTypeDesc.of(type, layoutType(primitive), ConstantDescs.CD_long));
    reverse(code, field, primitive);
  }

  /** Pushes the constant of an enum that a field is. */
  static void constant(CodeBuilder code, Field field, Class<?> constants) {
    code.ldc(desc(constants));
    number(code, field, int.class, ConstantDescs.CD_int);
    code.invokestatic(
            ENUMS,
            "constant",
            MethodTypeDesc.of(desc(Object.class), ConstantDescs.CD_Class, ConstantDescs.CD_int))
        .checkcast(desc(constants));
  }

  /** Pushes the number that some bits are. */
  static void bits(CodeBuilder code, Field field, Bitfield bits) {
    boolean signed = bits.type() != char.class && bits.type() != boolean.class;
    describe(place(code, field), bits)
        .loadConstant(signed ? 1 : 0)
        .invokestatic(
            BITS,
            "read",
            MethodTypeDesc.of(
                ConstantDescs.CD_long,
                SEGMENT,
                ConstantDescs.CD_long,
                ConstantDescs.CD_int,
                ConstantDescs.CD_int,
                ConstantDescs.CD_int,
                ConstantDescs.CD_boolean));
    if (bits.type() != long.class) {
      code.l2i();
    }
  }

  static CodeBuilder describe(CodeBuilder code, Bitfield bits) {
    return code.loadConstant(bits.size()).loadConstant(bits.shift()).loadConstant(bits.bits());
  }

  static void refuse(CodeBuilder code, String message) {
    ClassDesc exception = desc(UnsupportedOperationException.class);
    code.new_(exception).dup().ldc(message);
    code.invokespecial(
        exception,
        ConstantDescs.INIT_NAME,
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_String));
    code.athrow();
  }

  /** Between network byte order and that of this machine, which is little-endian as all that Tawon runs on. */
  static void reverse(CodeBuilder code, Field field, Class<?> primitive) {
    if (field.isBigEndian()) {
      ClassDesc type = desc(primitive);
      code.invokestatic(
          desc(MethodType.methodType(primitive).wrap().returnType()),
          "reverseBytes",
          MethodTypeDesc.of(type, type));
    }
  }

  /** Replaces the struct on the stack by a field of it. */
  static CodeBuilder get(CodeBuilder code, Field field) {
    ClassDesc owner = desc(field.owner());
    return field.owner().isRecord()
        ? code.invokevirtual(owner, field.name(), MethodTypeDesc.of(type(field)))
        : code.getfield(owner, field.name(), type(field));
  }

  static CodeBuilder pushLayout(CodeBuilder code, Class<?> primitive) {
    return code.getstatic(LAYOUT, layoutName(primitive), layoutType(primitive));
  }

  static String layoutName(Class<?> primitive) {
    return switch (TypeKind.from(primitive)) {
      case BOOLEAN -> "JAVA_BOOLEAN";
      case BYTE -> "JAVA_BYTE";
      case SHORT -> "JAVA_SHORT_UNALIGNED";
      case CHAR -> "JAVA_CHAR_UNALIGNED";
      case INT -> "JAVA_INT_UNALIGNED";
      case LONG -> "JAVA_LONG_UNALIGNED";
      case FLOAT, DOUBLE, REFERENCE, VOID ->
          throw new IllegalArgumentException("a struct cannot hold a " + primitive);
    };
  }

  static ClassDesc layoutType(Class<?> primitive) {
    return desc(
        switch (TypeKind.from(primitive)) {
          case BOOLEAN -> ValueLayout.OfBoolean.class;
          case BYTE -> ValueLayout.OfByte.class;
          case SHORT -> ValueLayout.OfShort.class;
          case CHAR -> ValueLayout.OfChar.class;
          case INT -> ValueLayout.OfInt.class;
          case LONG -> ValueLayout.OfLong.class;
          case FLOAT, DOUBLE, REFERENCE, VOID ->
              throw new IllegalArgumentException("a struct cannot hold a " + primitive);
        });
  }

  static ClassDesc type(Field field) {
    ClassDesc element =
        switch (field.element()) {
          case Primitive(Class<?> primitive) -> desc(primitive);
          case Nested(StructLayout nested) -> desc(nested.type());
          case Enumerated(Class<?> constants) -> desc(constants);
          case Bitfield bits -> desc(bits.type());
        };
    return field.isArray() ? element.arrayType() : element;
  }

  static ClassDesc desc(Class<?> type) {
    return type.describeConstable().orElseThrow();
  }

  /** Pushes the memory, in local 0, and the address of a field in it, from the struct's in local 1. */
  static CodeBuilder place(CodeBuilder code, Field field) {
    return code.aload(0).lload(1).loadConstant((long) field.offset()).ladd();
  }
}
