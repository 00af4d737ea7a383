package dev.tawon.build;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * {@code LambdaMetafactory.metafactory}: an object of a functional interface that holds what is captured, and calls a method.
 * One that captures nothing is made once.
 */
final class Lambdas {
  private static final String ONLY = "ONLY";

  private final ClassDesc self;
  private final String method;
  private final MethodTypeDesc captured;
  private final ClassDesc functionalInterface;
  private final MethodTypeDesc erased;
  private final DirectMethodHandleDesc called;
  private final MethodTypeDesc specific;

  /**
   * A lambda.
   *
   * @param self the class to make for it
   */
  Lambdas(ClassDesc self, InvokeDynamicInstruction call) {
    this.self = self;
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

  /** Puts the object onto the stack, in place of what it captures. */
  void make(CodeBuilder code) {
    if (captured.parameterCount() == 0) {
      code.getstatic(self, ONLY, self);
    } else {
      code.invokestatic(self, "of", captured.changeReturnType(self));
    }
  }

  /** The class file. */
  byte[] bytes(ClassFile format, ClassDesc nestHost) {
    return format.build(
        self,
        builder -> {
          builder
              .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC)
              .withInterfaceSymbols(functionalInterface)
              .with(NestHostAttribute.of(nestHost));
          for (int i = 0; i < captured.parameterCount(); i++) {
            builder.withField(field(i), captured.parameterType(i), ClassFile.ACC_FINAL);
          }
          builder.withMethodBody(
              ConstantDescs.INIT_NAME, captured, ClassFile.ACC_PRIVATE, this::constructor);
          if (captured.parameterCount() == 0) {
            only(builder);
          } else {
            builder.withMethodBody(
                "of", captured.changeReturnType(self), ClassFile.ACC_STATIC, this::factory);
          }
          builder.withMethodBody(method, erased, ClassFile.ACC_PUBLIC, this::call);
        });
  }

  private static String field(int index) {
    return "captured" + index;
  }

  private void only(ClassBuilder builder) {
    builder.withField(ONLY, self, ClassFile.ACC_STATIC | ClassFile.ACC_FINAL);
    builder.withMethodBody(
        ConstantDescs.CLASS_INIT_NAME,
        ConstantDescs.MTD_void,
        ClassFile.ACC_STATIC,
        code ->
            code.new_(self)
                .dup()
                .invokespecial(self, ConstantDescs.INIT_NAME, captured)
                .putstatic(self, ONLY, self)
                .return_());
  }

  private void constructor(CodeBuilder code) {
    code.aload(code.receiverSlot())
        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    for (int i = 0; i < captured.parameterCount(); i++) {
      ClassDesc type = captured.parameterType(i);
      code.aload(code.receiverSlot())
          .loadLocal(TypeKind.from(type), code.parameterSlot(i))
          .putfield(self, field(i), type);
    }
    code.return_();
  }

  private void factory(CodeBuilder code) {
    code.new_(self).dup();
    for (int i = 0; i < captured.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(captured.parameterType(i)), code.parameterSlot(i));
    }
    code.invokespecial(self, ConstantDescs.INIT_NAME, captured).areturn();
  }

  private void call(CodeBuilder code) {
    MethodTypeDesc taken = called.invocationType();
    if (called.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
      code.new_(called.owner()).dup();
    }
    int parameter = 0;
    for (int i = 0; i < captured.parameterCount(); i++) {
      ClassDesc type = captured.parameterType(i);
      code.aload(code.receiverSlot()).getfield(self, field(i), type);
      Boxes.convert(code, type, taken.parameterType(parameter++));
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
