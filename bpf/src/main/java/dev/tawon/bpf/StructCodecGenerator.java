package dev.tawon.bpf;

import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.StructLayout.Bitfield;
import dev.tawon.compiler.StructLayout.Enumerated;
import dev.tawon.compiler.StructLayout.Field;
import dev.tawon.compiler.StructLayout.Nested;
import dev.tawon.compiler.StructLayout.Primitive;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the class of a {@link StructCodec}: straight-line field accesses that the JIT compiles to loads and stores, where
 * reflection or var handles in a list would cost a call a field.
 *
 * <p>For each struct class within the one asked for, itself included, there are static methods {@code readN} and {@code
 * writeN}, and for arrays of it {@code readArrayN} and {@code writeArrayN}; {@code N} counts the classes. The codec's own
 * methods call those of class 0.
 */
final class StructCodecGenerator {
  private static final ClassDesc CODEC = FieldCode.desc(StructCodec.class);
  private static final ClassDesc ARRAYS = FieldCode.desc(StructArrays.class);
  private static final ClassDesc ENUMS = FieldCode.desc(StructEnums.class);
  private static final ClassDesc BITS = FieldCode.desc(StructBits.class);
  private static final ClassDesc SEGMENT = FieldCode.desc(MemorySegment.class);

  private final ClassDesc self;
  private final StructLayout root;
  private final Map<Class<?>, Integer> numbers = new LinkedHashMap<>();
  private final List<StructLayout> layouts = new ArrayList<>();

  private StructCodecGenerator(StructLayout root, String name) {
    this.root = root;
    this.self = ClassDesc.of(name);
    number(root);
  }

  /** The codec of a class. */
  static StructCodec<?> generate(Class<?> type) {
    StructLayout layout = StructLayout.of(type);
    StructAccess.require(layout);
    MethodHandles.Lookup definer = StructAccess.definer(type);
    try {
      return (StructCodec<?>) define(layout, definer).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new BpfException("no codec can be made for " + type.getName(), e);
    }
  }

  private static Class<?> define(StructLayout layout, MethodHandles.Lookup definer)
      throws IllegalAccessException {
    Class<?> type = layout.type();
    if (definer.lookupClass() == type) {
      // In another module, as every class loader's nameless one is, a lookup may not define a
      // hidden class.
      String name = type.getName() + "$StructCodec";
      return definer.defineClass(new StructCodecGenerator(layout, name).write());
    }
    String name = StructCodec.class.getPackageName() + ".StructCodecOfClass";
    byte[] bytes = new StructCodecGenerator(layout, name).write();
    return definer.defineHiddenClass(bytes, true).lookupClass();
  }

  private void number(StructLayout layout) {
    if (numbers.putIfAbsent(layout.type(), layouts.size()) == null) {
      layouts.add(layout);
      for (Field field : layout.fields()) {
        if (field.element() instanceof Nested(StructLayout nested)) {
          number(nested);
        }
      }
    }
  }

  private byte[] write() {
    return ClassFile.of().build(self, this::members);
  }

  private void members(ClassBuilder type) {
    type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
        .withSuperclass(CODEC);
    ClassDesc struct = FieldCode.desc(root.type());
    method(
        type,
        ConstantDescs.INIT_NAME,
        ConstantDescs.MTD_void,
        false,
        code ->
            code.aload(0)
                .invokespecial(CODEC, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .return_());
    method(
        type,
        "size",
        MethodTypeDesc.of(ConstantDescs.CD_int),
        false,
        code -> code.loadConstant(root.size()).ireturn());
    method(
        type,
        "read",
        MethodTypeDesc.of(ConstantDescs.CD_Object, SEGMENT, ConstantDescs.CD_long),
        false,
        code -> code.aload(1).lload(2).invokestatic(self, "make0", maker(struct)).areturn());
    method(
        type,
        "read",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, ConstantDescs.CD_Object),
        false,
        code -> {
          if (root.type().isRecord()) {
            FieldCode.refuse(code, root.type().getName() + " is a record, and cannot be read into");
          } else {
            code.aload(1).lload(2).aload(4).checkcast(struct);
            code.invokestatic(self, "read0", reader(struct)).return_();
          }
        });
    method(
        type,
        "write",
        MethodTypeDesc.of(
            ConstantDescs.CD_void, ConstantDescs.CD_Object, SEGMENT, ConstantDescs.CD_long),
        false,
        code -> {
          code.aload(2).lload(3).loadConstant((long) root.size());
          code.invokestatic(
              ARRAYS,
              "clear",
              MethodTypeDesc.of(
                  ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, ConstantDescs.CD_long));
          code.aload(2).lload(3).aload(1).checkcast(struct);
          code.invokestatic(self, "write0", reader(struct)).return_();
        });
    for (int number = 0; number < layouts.size(); number++) {
      StructLayout layout = layouts.get(number);
      ClassDesc nested = FieldCode.desc(layout.type());
      int n = number;
      if (layout.type().isRecord()) {
        method(type, "make" + n, maker(nested), true, code -> makeRecord(code, layout));
      } else {
        method(type, "make" + n, maker(nested), true, code -> make(code, nested, n));
        method(type, "read" + n, reader(nested), true, code -> readFields(code, layout));
      }
      method(type, "write" + n, reader(nested), true, code -> writeFields(code, layout));
      method(type, "readArray" + n, arrayReader(nested), true, c -> readArray(c, layout, n));
      method(type, "writeArray" + n, arrayWriter(nested), true, c -> writeArray(c, layout, n));
    }
  }

  /** A body of a method. */
  private interface Body {
    void write(CodeBuilder code);
  }

  private static void method(
      ClassBuilder type, String name, MethodTypeDesc descriptor, boolean isStatic, Body body) {
    int flags = isStatic ? ClassFile.ACC_STATIC : ClassFile.ACC_PUBLIC;
    type.withMethodBody(name, descriptor, flags, body::write);
  }

  /** {@code (memory, offset, struct)}. */
  private static MethodTypeDesc reader(ClassDesc struct) {
    return MethodTypeDesc.of(ConstantDescs.CD_void, SEGMENT, ConstantDescs.CD_long, struct);
  }

  /** {@code struct (memory, offset)}. */
  private static MethodTypeDesc maker(ClassDesc struct) {
    return MethodTypeDesc.of(struct, SEGMENT, ConstantDescs.CD_long);
  }

  private void make(CodeBuilder code, ClassDesc struct, int number) {
    create(code, struct).astore(3);
    code.aload(0).lload(1).aload(3).invokestatic(self, "read" + number, reader(struct));
    code.aload(3).areturn();
  }

  /** A record is made by its constructor, whose parameters are the fields. */
  private void makeRecord(CodeBuilder code, StructLayout layout) {
    ClassDesc record = FieldCode.desc(layout.type());
    code.new_(record).dup();
    List<ClassDesc> parameters = new ArrayList<>();
    for (Field field : layout.fields()) {
      ClassDesc type = FieldCode.type(field);
      parameters.add(type);
      switch (field.element()) {
        case Primitive(Class<?> primitive) when !field.isArray() ->
            FieldCode.number(code, field, primitive, type);
        case Enumerated(Class<?> constants) -> FieldCode.constant(code, field, constants);
        case Bitfield bits -> FieldCode.bits(code, field, bits);
        case Primitive _ -> {
          FieldCode.place(code, field).aconst_null().checkcast(type).loadConstant(field.count());
          code.invokestatic(ARRAYS, "read", arrayReader(type.componentType()));
        }
        case Nested(StructLayout nested) when !field.isArray() ->
            FieldCode.place(code, field)
                .invokestatic(self, "make" + numbers.get(nested.type()), maker(type));
        case Nested(StructLayout nested) -> {
          FieldCode.place(code, field).aconst_null().checkcast(type).loadConstant(field.count());
          code.invokestatic(
              self, "readArray" + numbers.get(nested.type()), arrayReader(type.componentType()));
        }
      }
    }
    code.invokespecial(
        record, ConstantDescs.INIT_NAME, MethodTypeDesc.of(ConstantDescs.CD_void, parameters));
    code.areturn();
  }

  /** {@code array (memory, offset, array, count)}. */
  private static MethodTypeDesc arrayReader(ClassDesc struct) {
    ClassDesc array = struct.arrayType();
    return MethodTypeDesc.of(array, SEGMENT, ConstantDescs.CD_long, array, ConstantDescs.CD_int);
  }

  /** {@code void (array, memory, offset, count)}. */
  private static MethodTypeDesc arrayWriter(ClassDesc struct) {
    return MethodTypeDesc.of(
        ConstantDescs.CD_void,
        struct.arrayType(),
        SEGMENT,
        ConstantDescs.CD_long,
        ConstantDescs.CD_int);
  }

  private static CodeBuilder create(CodeBuilder code, ClassDesc type) {
    return code.new_(type)
        .dup()
        .invokespecial(type, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
  }

  private void readFields(CodeBuilder code, StructLayout layout) {
    for (Field field : layout.fields()) {
      ClassDesc owner = FieldCode.desc(field.owner());
      ClassDesc type = FieldCode.type(field);
      switch (field.element()) {
        case Primitive(Class<?> primitive) when !field.isArray() -> {
          FieldCode.number(code.aload(3), field, primitive, type);
          code.putfield(owner, field.name(), type);
        }
        case Bitfield bits -> {
          FieldCode.bits(code.aload(3), field, bits);
          code.putfield(owner, field.name(), type);
        }
        case Enumerated(Class<?> constants) -> {
          FieldCode.constant(code.aload(3), field, constants);
          code.putfield(owner, field.name(), type);
        }
        case Primitive _ -> {
          FieldCode.get(FieldCode.place(code.aload(3), field).aload(3), field)
              .loadConstant(field.count())
              .invokestatic(ARRAYS, "read", arrayReader(type.componentType()))
              .putfield(owner, field.name(), type);
        }
        case Nested(StructLayout nested) when !field.isArray() && nested.type().isRecord() ->
            FieldCode.place(code.aload(3), field)
                .invokestatic(self, "make" + numbers.get(nested.type()), maker(type))
                .putfield(owner, field.name(), type);
        case Nested(StructLayout nested) when !field.isArray() -> {
          Label there = code.newLabel();
          FieldCode.get(code.aload(3), field).ifnonnull(there);
          create(code.aload(3), type).putfield(owner, field.name(), type);
          code.labelBinding(there);
          FieldCode.get(FieldCode.place(code, field).aload(3), field)
              .invokestatic(self, "read" + numbers.get(nested.type()), reader(type));
        }
        case Nested(StructLayout nested) -> {
          FieldCode.get(FieldCode.place(code.aload(3), field).aload(3), field)
              .loadConstant(field.count())
              .invokestatic(
                  self, "readArray" + numbers.get(nested.type()), arrayReader(type.componentType()))
              .putfield(owner, field.name(), type);
        }
      }
    }
    code.return_();
  }

  private void writeFields(CodeBuilder code, StructLayout layout) {
    if (layout.isUnion()) {
      FieldCode.refuse(
          code,
          layout.type().getName()
              + " is a @Union: which of its fields is meant is not known, so that it is only read");
      return;
    }
    for (Field field : layout.fields()) {
      ClassDesc type = FieldCode.type(field);
      switch (field.element()) {
        case Primitive(Class<?> primitive) when !field.isArray() -> {
          code.aload(0);
          FieldCode.pushLayout(code, primitive).lload(1).loadConstant((long) field.offset()).ladd();
          FieldCode.get(code.aload(3), field);
          FieldCode.reverse(code, field, primitive);
          code.invokeinterface(
              SEGMENT,
              "set",
              MethodTypeDesc.of(
                  ConstantDescs.CD_void,
                  FieldCode.layoutType(primitive),
                  ConstantDescs.CD_long,
                  type));
        }
        case Bitfield bits -> {
          FieldCode.describe(FieldCode.place(code, field), bits);
          FieldCode.get(code.aload(3), field);
          if (bits.type() != long.class) {
            code.i2l();
          }
          code.invokestatic(
              BITS,
              "write",
              MethodTypeDesc.of(
                  ConstantDescs.CD_void,
                  SEGMENT,
                  ConstantDescs.CD_long,
                  ConstantDescs.CD_int,
                  ConstantDescs.CD_int,
                  ConstantDescs.CD_int,
                  ConstantDescs.CD_long));
        }
        case Enumerated _ -> {
          code.aload(0);
          FieldCode.pushLayout(code, int.class).lload(1).loadConstant((long) field.offset()).ladd();
          FieldCode.get(code.aload(3), field)
              .invokestatic(
                  ENUMS,
                  "ordinal",
                  MethodTypeDesc.of(ConstantDescs.CD_int, FieldCode.desc(Enum.class)))
              .invokeinterface(
                  SEGMENT,
                  "set",
                  MethodTypeDesc.of(
                      ConstantDescs.CD_void,
                      FieldCode.layoutType(int.class),
                      ConstantDescs.CD_long,
                      ConstantDescs.CD_int));
        }
        case Primitive _ -> {
          FieldCode.place(FieldCode.get(code.aload(3), field), field)
              .loadConstant(field.count())
              .invokestatic(ARRAYS, "write", arrayWriter(type.componentType()));
        }
        case Nested(StructLayout nested) when !field.isArray() -> {
          Label absent = code.newLabel();
          FieldCode.get(code.aload(3), field).ifnull(absent);
          FieldCode.get(FieldCode.place(code, field).aload(3), field)
              .invokestatic(self, "write" + numbers.get(nested.type()), reader(type));
          code.labelBinding(absent);
        }
        case Nested(StructLayout nested) -> {
          FieldCode.place(FieldCode.get(code.aload(3), field), field)
              .loadConstant(field.count())
              .invokestatic(
                  self,
                  "writeArray" + numbers.get(nested.type()),
                  arrayWriter(type.componentType()));
        }
      }
    }
    code.return_();
  }

  /** Locals: memory 0, offset 1, array 3, count 4, index 5. */
  private void readArray(CodeBuilder code, StructLayout layout, int number) {
    ClassDesc struct = FieldCode.desc(layout.type());
    Label allocate = code.newLabel();
    Label ready = code.newLabel();
    Label next = code.newLabel();
    Label there = code.newLabel();
    Label done = code.newLabel();
    code.aload(3).ifnull(allocate);
    code.aload(3).arraylength().iload(4).if_icmpeq(ready);
    code.labelBinding(allocate).iload(4).anewarray(struct).astore(3);
    code.labelBinding(ready).iconst_0().istore(5);
    code.labelBinding(next).iload(5).iload(4).if_icmpge(done);
    if (layout.type().isRecord()) {
      element(code.aload(3).iload(5), 0, 1, layout.size());
      code.invokestatic(self, "make" + number, maker(struct)).aastore();
    } else {
      code.aload(3).iload(5).aaload().ifnonnull(there);
      create(code.aload(3).iload(5), struct).aastore();
      code.labelBinding(there);
      element(code, 0, 1, layout.size());
      code.aload(3).iload(5).aaload().invokestatic(self, "read" + number, reader(struct));
    }
    code.iinc(5, 1).goto_(next);
    code.labelBinding(done).aload(3).areturn();
  }

  /** Locals: array 0, memory 1, offset 2, count 4, index 5. */
  private void writeArray(CodeBuilder code, StructLayout layout, int number) {
    ClassDesc struct = FieldCode.desc(layout.type());
    Label next = code.newLabel();
    Label absent = code.newLabel();
    Label done = code.newLabel();
    code.aload(0).ifnull(done);
    code.aload(0).arraylength().iload(4);
    code.invokestatic(
        ARRAYS,
        "requireRoom",
        MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int, ConstantDescs.CD_int));
    code.iconst_0().istore(5);
    code.labelBinding(next).iload(5).aload(0).arraylength().if_icmpge(done);
    code.aload(0).iload(5).aaload().ifnull(absent);
    element(code, 1, 2, layout.size());
    code.aload(0).iload(5).aaload().invokestatic(self, "write" + number, reader(struct));
    code.labelBinding(absent).iinc(5, 1).goto_(next);
    code.labelBinding(done).return_();
  }

  /** Pushes the memory and the address of the element whose index is in local 5. */
  private static void element(CodeBuilder code, int memory, int offset, int size) {
    code.aload(memory).lload(offset).iload(5).i2l().loadConstant((long) size).lmul().ladd();
  }
}
