package dev.tawon.build;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/** {@code LambdaMetafactory.metafactory}: an object of a functional interface that holds what is captured, and calls a method. */
final class Lambda {
  private final String method;
  private final MethodTypeDesc captured;
  private final ClassDesc functionalInterface;
  private final MethodTypeDesc erased;
  private final DirectMethodHandleDesc called;
  private final MethodTypeDesc specific;

  Lambda(InvokeDynamicInstruction call) {
    method = call.name().stringValue();
    functionalInterface = call.typeSymbol().returnType();
    captured = call.typeSymbol().changeReturnType(ConstantDescs.CD_void);
    erased = (MethodTypeDesc) call.bootstrapArgs().get(0);
    called = (DirectMethodHandleDesc) call.bootstrapArgs().get(1);
    specific = (MethodTypeDesc) call.bootstrapArgs().get(2);
  }

  /** Whether a dynamic call makes a lambda of an interface without more than it. */
  static boolean isOne(InvokeDynamicInstruction call) {
    return call.bootstrapMethod().owner().displayName().equals("LambdaMetafactory")
        && call.bootstrapMethod().methodName().equals("metafactory");
  }

  ClassDesc functionalInterface() {
    return functionalInterface;
  }

  /** The name of the interface's method. */
  String method() {
    return method;
  }

  /** The descriptor of the interface's method. */
  MethodTypeDesc erased() {
    return erased;
  }

  /** What it captures, as the parameters of a constructor. */
  MethodTypeDesc captured() {
    return captured;
  }

  /** Ends the interface's method: calls what the lambda calls, and returns what comes of it. */
  void call(CodeBuilder code, CapturedFields fields) {
    MethodTypeDesc taken = called.invocationType();
    if (called.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
      code.new_(called.owner()).dup();
    }
    int parameter = 0;
    for (int i = 0; i < captured.parameterCount(); i++) {
      fields.get(code, captured, i);
      Boxes.convert(code, captured.parameterType(i), taken.parameterType(parameter++));
    }
    for (int i = 0; i < erased.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(erased.parameterType(i)), code.parameterSlot(i));
      Boxes.convert(code, erased.parameterType(i), specific.parameterType(i));
      Boxes.convert(code, specific.parameterType(i), taken.parameterType(parameter++));
    }
    invoke(code);
    ClassDesc made = taken.returnType();
    if (!erased.returnType().equals(ConstantDescs.CD_void)) {
      Boxes.convert(code, made, specific.returnType());
      Boxes.convert(code, specific.returnType(), erased.returnType());
    } else if (TypeKind.from(made).slotSize() == 2) {
      code.pop2();
    } else if (!made.equals(ConstantDescs.CD_void)) {
      code.pop();
    }
    code.return_(TypeKind.from(erased.returnType()));
  }

  /** A private method is called like any other by a class of its nest. */
  private void invoke(CodeBuilder code) {
    ClassDesc owner = called.owner();
    String name = called.methodName();
    MethodTypeDesc type = MethodTypeDesc.ofDescriptor(called.lookupDescriptor());
    switch (called.kind()) {
      case STATIC, INTERFACE_STATIC ->
          code.invokestatic(owner, name, type, called.isOwnerInterface());
      case VIRTUAL, SPECIAL -> code.invokevirtual(owner, name, type);
      case INTERFACE_VIRTUAL, INTERFACE_SPECIAL -> code.invokeinterface(owner, name, type);
      case CONSTRUCTOR ->
          code.invokespecial(
              owner, ConstantDescs.INIT_NAME, type.changeReturnType(ConstantDescs.CD_void));
      case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER ->
          throw new IllegalArgumentException("a lambda calls a method, not " + called);
    }
  }
}
