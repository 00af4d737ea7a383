package dev.tawon.build;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.RecordComponentInfo;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/**
 * {@code java.lang.runtime.ObjectMethods}: what a record's {@code equals} and {@code hashCode} do. Nobody prints
 * records in a hurry: {@code toString} stays javac's, which is smaller.
 */
final class RecordMethods {
  private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
  private static final int FACTOR = 31;
  private static final int THIS = 0;
  private static final int OTHER = 1;

  private final ClassDesc self;
  private final List<RecordComponentInfo> components;

  RecordMethods(ClassModel model) {
    self = model.thisClass().asSymbol();
    components = model.findAttribute(Attributes.record()).orElseThrow().components();
  }

  /** Whether a dynamic call is one of these methods. */
  static boolean isOne(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().displayName().equals("ObjectMethods")
        && !call.name().equalsString("toString");
  }

  /**
   * The body of a static method with the call's type.
   *
   * @param name {@code equals} or {@code hashCode}
   */
  void body(CodeBuilder code, String name) {
    switch (name) {
      case "equals" -> equals(code);
      case "hashCode" -> hashCode(code);
      default -> throw new IllegalArgumentException("no method of records: " + name);
    }
  }

  private void field(CodeBuilder code, RecordComponentInfo component) {
    code.getfield(self, component.name().stringValue(), component.descriptorSymbol());
  }

  private void equals(CodeBuilder code) {
    Label no = code.newLabel();
    code.aload(OTHER).instanceOf(self).ifeq(no);
    for (RecordComponentInfo component : components) {
      code.aload(THIS);
      field(code, component);
      code.aload(OTHER).checkcast(self);
      field(code, component);
      ClassDesc type = component.descriptorSymbol();
      switch (TypeKind.from(type)) {
        case LONG -> code.lcmp().ifne(no);
        case FLOAT, DOUBLE ->
            code.invokestatic(
                    box(type), "compare", MethodTypeDesc.of(ConstantDescs.CD_int, type, type))
                .ifne(no);
        case REFERENCE ->
            code.invokestatic(
                    OBJECTS,
                    "equals",
                    MethodTypeDesc.of(
                        ConstantDescs.CD_boolean, ConstantDescs.CD_Object, ConstantDescs.CD_Object))
                .ifeq(no);
        case BOOLEAN, BYTE, CHAR, SHORT, INT, VOID -> code.if_icmpne(no);
      }
    }
    code.iconst_1().ireturn().labelBinding(no).iconst_0().ireturn();
  }

  private void hashCode(CodeBuilder code) {
    code.iconst_0();
    for (RecordComponentInfo component : components) {
      code.bipush(FACTOR).imul().aload(THIS);
      field(code, component);
      ClassDesc type = component.descriptorSymbol();
      if (type.isPrimitive()) {
        code.invokestatic(box(type), "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, type));
      } else {
        code.invokestatic(
            OBJECTS, "hashCode", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_Object));
      }
      code.iadd();
    }
    code.ireturn();
  }

  private static ClassDesc box(ClassDesc primitive) {
    return Boxes.of(TypeKind.from(primitive));
  }
}
