package dev.tawon.build;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The fields in which the lambdas of one class keep what they capture: of each kind as many as one of them needs. */
final class CapturedFields {
  /** The number by which an object knows which lambda it is. */
  private static final String WHICH = "which";

  private final ClassDesc self;
  private final List<TypeKind> kinds = new ArrayList<>();

  CapturedFields(ClassDesc self) {
    this.self = self;
  }

  /** Has room for what a lambda captures. */
  void add(MethodTypeDesc captured) {
    for (int i = 0; i < captured.parameterCount(); i++) {
      TypeKind kind = kind(captured.parameterType(i));
      int missing = place(captured, i) + 1 - Collections.frequency(kinds, kind);
      kinds.addAll(Collections.nCopies(Math.max(missing, 0), kind));
    }
  }

  /** The fields, and the constructor that takes all of them. */
  void declare(ClassBuilder builder) {
    builder.withField(WHICH, ConstantDescs.CD_int, ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
    for (int i = 0; i < kinds.size(); i++) {
      builder.withField(name(i), type(i), ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL);
    }
    builder.withMethodBody(
        ConstantDescs.INIT_NAME, constructor(), ClassFile.ACC_PRIVATE, this::construct);
  }

  private void construct(CodeBuilder code) {
    code.aload(code.receiverSlot())
        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
        .aload(code.receiverSlot())
        .iload(code.parameterSlot(0))
        .putfield(self, WHICH, ConstantDescs.CD_int);
    for (int i = 0; i < kinds.size(); i++) {
      code.aload(code.receiverSlot())
          .loadLocal(kinds.get(i), code.parameterSlot(i + 1))
          .putfield(self, name(i), type(i));
    }
    code.return_();
  }

  /** Puts a new object onto the stack, in a static method whose parameters are what it captures. */
  void make(CodeBuilder code, int which, MethodTypeDesc captured) {
    code.new_(self).dup().loadConstant(which);
    int[] parameters = new int[kinds.size()];
    for (int i = 0; i < captured.parameterCount(); i++) {
      parameters[field(captured, i)] = i + 1;
    }
    for (int i = 0; i < kinds.size(); i++) {
      if (parameters[i] == 0) {
        code.loadConstant(zero(kinds.get(i)));
      } else {
        code.loadLocal(kinds.get(i), code.parameterSlot(parameters[i] - 1));
      }
    }
    code.invokespecial(self, ConstantDescs.INIT_NAME, constructor());
  }

  /** Puts onto the stack which lambda this is. */
  void which(CodeBuilder code) {
    code.aload(code.receiverSlot()).getfield(self, WHICH, ConstantDescs.CD_int);
  }

  /** Puts onto the stack what this lambda captured. */
  void get(CodeBuilder code, MethodTypeDesc captured, int index) {
    int field = field(captured, index);
    code.aload(code.receiverSlot()).getfield(self, name(field), type(field));
    if (kinds.get(field) == TypeKind.REFERENCE) {
      Boxes.convert(code, ConstantDescs.CD_Object, captured.parameterType(index));
    }
  }

  private static String name(int field) {
    return "captured" + field;
  }

  private ClassDesc type(int field) {
    return kinds.get(field) == TypeKind.REFERENCE
        ? ConstantDescs.CD_Object
        : kinds.get(field).upperBound();
  }

  private MethodTypeDesc constructor() {
    List<ClassDesc> types = new ArrayList<>(List.of(ConstantDescs.CD_int));
    for (int i = 0; i < kinds.size(); i++) {
      types.add(type(i));
    }
    return MethodTypeDesc.of(ConstantDescs.CD_void, types);
  }

  private static TypeKind kind(ClassDesc type) {
    return TypeKind.from(type).asLoadable();
  }

  /** How many of its kind are captured before. */
  private static int place(MethodTypeDesc captured, int index) {
    TypeKind kind = kind(captured.parameterType(index));
    int place = 0;
    for (int i = 0; i < index; i++) {
      if (kind(captured.parameterType(i)) == kind) {
        place++;
      }
    }
    return place;
  }

  private int field(MethodTypeDesc captured, int index) {
    TypeKind kind = kind(captured.parameterType(index));
    int left = place(captured, index);
    for (int field = 0; ; field++) {
      if (kinds.get(field) == kind && left-- == 0) {
        return field;
      }
    }
  }

  private static ConstantDesc zero(TypeKind kind) {
    return switch (kind) {
      case BOOLEAN, BYTE, CHAR, SHORT, INT -> 0;
      case LONG -> 0L;
      case FLOAT -> 0f;
      case DOUBLE -> 0d;
      case REFERENCE, VOID -> ConstantDescs.NULL;
    };
  }
}
