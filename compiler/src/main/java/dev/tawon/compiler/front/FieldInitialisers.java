package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.StructLayout;
import dev.tawon.compiler.ir.Alignment;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Struct;
import java.lang.classfile.Instruction;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ConstantDescs;

/**
 * {@code bytes = new byte[16]}, {@code inner = new Inner()} and {@code rows = {new Inner(), new Inner()}} for fields of structs. What is new goes nowhere but to the
 * field, where it lies already: it is made there.
 */
final class FieldInitialisers {
  /** What javac writes for one of {@code {new Inner(), new Inner()}}. */
  private static final int ROW = 6;

  private final GraphBuilder graph;
  private final ModuleClasses module;
  private final Calls calls;
  private final Memory memory;

  FieldInitialisers(GraphBuilder graph, ModuleClasses module, Calls calls, Memory memory) {
    this.graph = graph;
    this.module = module;
    this.calls = calls;
    this.memory = memory;
  }

  /** Whether an array that an instruction makes is assigned to a field at once. */
  static boolean isArray(MethodCode code, int index) {
    return code.isStraight(index, 1) && isAssignment(code.instruction(index + 1));
  }

  /** Whether the object that an instruction makes is assigned to a field at once, by a constructor without arguments. */
  static boolean isStruct(MethodCode code, int index) {
    return code.isStraight(index, 3)
        && code.instruction(index) instanceof NewObjectInstruction create
        && code.instruction(index + 1).opcode() == Opcode.DUP
        && isConstructor(code.instruction(index + 2), create)
        && isAssignment(code.instruction(index + 3));
  }

  /**
   * How many instructions behind the one that makes an array of structs fill it with new ones and assign it to a field, each in its
   * turn; 0 if that is not what follows.
   */
  static int rows(MethodCode code, int index) {
    int at = index + 1;
    while (isRow(code, at, index)) {
      at += ROW;
    }
    return code.isStraight(index, at - index) && isAssignment(code.instruction(at))
        ? at - index
        : 0;
  }

  private static boolean isRow(MethodCode code, int at, int create) {
    return code.isStraight(create, at + ROW - create)
        && code.instruction(at).opcode() == Opcode.DUP
        && code.instruction(at + 1) instanceof ConstantInstruction place
        && place.constantValue().equals((at - create) / ROW)
        && code.instruction(at + 2) instanceof NewObjectInstruction made
        && code.instruction(at + 3).opcode() == Opcode.DUP
        && isConstructor(code.instruction(at + 4), made)
        && code.instruction(at + 5).opcode() == Opcode.AASTORE;
  }

  private static boolean isConstructor(Instruction instruction, NewObjectInstruction create) {
    return instruction instanceof InvokeInstruction call
        && call.name().equalsString(ConstantDescs.INIT_NAME)
        && call.type().equalsString("()V")
        && call.owner().asInternalName().equals(create.className().asInternalName());
  }

  private static boolean isAssignment(Instruction instruction) {
    return instruction instanceof FieldInstruction field && field.opcode() == Opcode.PUTFIELD;
  }

  /** Makes an array anew that lies in a struct. */
  void array(Value object, FieldInstruction assigned, ArrayView made) {
    StructLayout.Field field = structField(assigned);
    String name = field.name();
    if (!field.isArray()
        || memory.fields().primitive(field).type() != made.element()
        || field.count() != made.length()) {
      throw new SourceError(
          graph.position(),
          Rule.EMBEDDED_FIELD,
          "field "
              + name
              + " is "
              + (field.isArray()
                  ? "an array of " + field.count() + " " + memory.fields().primitive(field).type()
                  : "no array of numbers")
              + ", and lies within its struct: a new one is of the same length");
    }
    memory.checkNotNull(object);
    clear(object, field);
  }

  /** Makes a struct anew that lies in another. */
  void struct(Value object, FieldInstruction assigned, Class<?> type) {
    StructLayout.Field field = structField(assigned);
    String name = field.name();
    if (field.isArray()
        || !(field.element() instanceof StructLayout.Nested nested)
        || nested.layout().type() != type) {
      throw new SourceError(
          graph.position(),
          Rule.EMBEDDED_FIELD,
          "field " + name + " is no " + type.getSimpleName() + " within its struct");
    }
    memory.checkNotNull(object);
    clear(object, field);
    Value place = memory.offset(object, field.offset());
    memory.know(place, type);
    calls.construct(type, place);
  }

  /** Makes structs anew that lie in a row in another. */
  void rows(Value object, FieldInstruction assigned, Class<?> type, Value length, int filled) {
    StructLayout.Field field = structField(assigned);
    int rows = filled / ROW;
    if (!field.isArray()
        || !(field.element() instanceof StructLayout.Nested nested)
        || nested.layout().type() != type
        || field.count() != rows
        || !Long.valueOf(rows).equals(length.constant())) {
      throw new SourceError(
          graph.position(),
          Rule.EMBEDDED_FIELD,
          "field "
              + field.name()
              + (field.isArray() && field.element() instanceof StructLayout.Nested row
                  ? " has "
                      + field.count()
                      + " "
                      + row.layout().type().getSimpleName()
                      + " within its struct, which are made with it: leave it unassigned, or give it as"
                      + " many new ones, {new …(), new …()}"
                  : " is no row of " + type.getSimpleName() + " within its struct"));
    }
    memory.checkNotNull(object);
    clear(object, field);
    for (int i = 0; i < rows; i++) {
      Value place = memory.offset(object, field.offset() + i * nested.layout().size());
      memory.know(place, type);
      calls.construct(type, place);
    }
  }

  private StructLayout.Field structField(FieldInstruction assigned) {
    String name = assigned.name().stringValue();
    Class<?> owner = module.classes().load(assigned.owner().asInternalName(), graph.position());
    if (!Marks.has(owner, Struct.class)) {
      throw new SourceError(
          graph.position(),
          Rule.KERNEL_MEMORY,
          owner.getSimpleName() + "." + name + " cannot be assigned: kernel memory is read only");
    }
    return memory.fields().field(owner, name);
  }

  private void clear(Value object, StructLayout.Field field) {
    Place place = Place.after(object, 0);
    boolean words = Alignment.allowsWords(place.base());
    // Where the whole lies is known, or as much as that it is aligned as its class is.
    int begin = words ? place.offset() : 0;
    int widest = words ? Long.BYTES : memory.layout(field.owner()).alignment();
    int at = field.offset();
    int end = at + field.size();
    while (at < end) {
      int bytes = widest;
      while (bytes > 1 && (bytes > end - at || (begin + at) % bytes != 0)) {
        bytes /= 2;
      }
      memory.store(
          bytes, object, at, bytes == Long.BYTES ? graph.constantLong(0) : graph.constantInt(0));
      at += bytes;
    }
  }
}
