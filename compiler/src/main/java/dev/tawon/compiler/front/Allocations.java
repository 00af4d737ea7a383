package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.util.Optional;

/** Objects and arrays that a method makes. Its methods say how many of the instructions that follow are done with the one given. */
final class Allocations {
  private final Translator translator;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final FieldInitialisers initialisers;

  Allocations(
      Translator translator, GraphBuilder graph, Memory memory, ModuleClasses module, Calls calls) {
    this.translator = translator;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.initialisers = new FieldInitialisers(graph, module, calls, memory);
  }

  /** An object: a struct, or an exception, which is a fault. */
  int object(NewObjectInstruction create, MethodCode code, int index, OperandStack stack) {
    String name = create.className().asInternalName();
    Class<?> type = module.classes().load(name, graph.position());
    if (Throwing.isException(type)) {
      Throwing.check(code, index);
      graph.fault(type.getSimpleName());
      return 0;
    }
    if (FieldInitialisers.isStruct(code, index)) {
      FieldInstruction field = (FieldInstruction) code.instruction(index + 3);
      initialisers.struct(stack.pop(ValueType.REFERENCE), field, type);
      return 3;
    }
    stack.push(memory.newStruct(name, code.variableOf(index)));
    return 0;
  }

  /** An array of numbers. */
  int numbers(NewPrimitiveArrayInstruction create, MethodCode code, int index, OperandStack stack) {
    Value length = stack.pop(ValueType.INT);
    if (!FieldInitialisers.isArray(code, index)) {
      stack.push(memory.newArray(create.typeKind(), length, code.variableOf(index)));
      return 0;
    }
    FieldInstruction field = (FieldInstruction) code.instruction(index + 1);
    initialisers.array(
        stack.pop(ValueType.REFERENCE),
        field,
        ArrayView.of(create.typeKind(), length, graph.position()));
    return 1;
  }

  /** An array of structs, which only a field of a struct's can be. */
  int structs(NewReferenceArrayInstruction create, MethodCode code, int index, OperandStack stack) {
    int following = FieldInitialisers.rows(code, index);
    if (following == 0) {
      throw arrayOfObjects(code, index);
    }
    Class<?> type =
        module.classes().load(create.componentType().asInternalName(), graph.position());
    Value length = stack.pop(ValueType.INT);
    initialisers.rows(
        stack.pop(ValueType.REFERENCE),
        (FieldInstruction) code.instruction(index + following),
        type,
        length,
        following - 1);
    return following;
  }

  /**
   * What is said of an array of objects, which javac also makes for a call such as {@code String.format}.
   *
   * @param code the method
   * @param index where it is made; -1 if it is no call's
   */
  SourceError arrayOfObjects(MethodCode code, int index) {
    for (int i = index + 1;
        index >= 0 && i < code.size() && code.isStraight(index, i - index);
        i++) {
      if (code.instruction(i) instanceof InvokeInstruction call
          && call.type().stringValue().contains("[Ljava/lang/Object;)")) {
        String owner = call.owner().asInternalName();
        String name = call.name().stringValue();
        Optional<String> advice = LibraryAdvice.ofMethod(owner, name, call.type().stringValue());
        if (advice.isPresent()) {
          return translator.unsupported(
              Rule.LIBRARY_METHOD, owner.replace('/', '.') + "." + name + ": " + advice.get());
        }
      }
    }
    return translator.unsupported(
        Rule.NO_HEAP,
        "an array of objects: a @Struct holds arrays of numbers, and a map what is many");
  }
}
