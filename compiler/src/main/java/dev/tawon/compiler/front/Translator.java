package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Position;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.object.ProgramType;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.ConvertInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.IncrementInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NopInstruction;
import java.lang.classfile.instruction.OperatorInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StackInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.classfile.instruction.TypeCheckInstruction;
import java.lang.constant.ClassDesc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates one program, with every method that it calls, from bytecode to the intermediate form.
 *
 * <p>Methods are inlined where they are called. A method's blocks are visited so that each comes after those before it but
 * for back edges; a block that constants rule out is never translated.
 */
public final class Translator {
  /** How deep calls may nest; deeper means that the methods call each other without end. */
  private static final int MAX_DEPTH = 64;

  private final ModuleClasses module;
  private final GraphBuilder graph;
  private final Memory memory;
  private final Calls calls;
  private Frame frame;

  private Translator(String name, ModuleClasses module, MethodCode code) {
    this.module = module;
    graph = new GraphBuilder(name);
    memory = new Memory(graph, module);
    calls = new Calls(this, graph, memory, module);
    frame = new Frame(code, null, graph.newBlock());
  }

  /**
   * Translates a program.
   *
   * @param module where the program belongs
   * @param program the program
   * @throws SourceError if it has what cannot be translated
   */
  public static Function translate(ModuleClasses module, ProgramMethod program) {
    MethodCode code = module.classes().code(program.owner(), program.model());
    Translator translator = new Translator(program.name(), module, code);
    return translator.program(program);
  }

  private Function program(ProgramMethod program) {
    graph.at(frame.code.position(0));
    int slot = 0;
    int index = 0;
    for (ClassDesc parameter : program.model().methodTypeSymbol().parameterArray()) {
      Value word =
          graph.add(
              new Operation.Parameter(index++, program.type() == ProgramType.TRACING),
              parameter.isPrimitive() ? ValueType.LONG : ValueType.REFERENCE);
      frame.writeParameter(graph, slot, memory.narrow(word, parameter));
      slot += TypeKind.from(parameter).slotSize();
    }
    translateFrame();
    if (graph.isReachable()) {
      boolean returnsNothing =
          program.model().methodTypeSymbol().returnType().descriptorString().equals("V");
      graph.returns(returnsNothing ? graph.constantInt(0) : graph.read(frame.result()));
    }
    graph.finish();
    return graph.function();
  }

  /**
   * Translates a call of a method as its body.
   *
   * @param arguments the values of its parameters
   * @return its result, or null if it has none
   */
  @Nullable Value inline(Class<?> owner, MethodModel method, List<Value> arguments) {
    MethodCode code = module.classes().code(owner, method);
    Position call = graph.position();
    if (frame.isWithin(code)) {
      throw new SourceError(
          call, code.name() + " calls itself, and eBPF has no recursion: use a loop with a bound");
    }
    Frame caller = frame;
    frame = new Frame(code, caller, graph.newBlock());
    if (depth() > MAX_DEPTH) {
      throw new SourceError(call, "calls nest more than " + MAX_DEPTH + " deep");
    }
    int slot = 0;
    for (Value argument : arguments) {
      frame.writeParameter(graph, slot, argument);
      slot += argument.type() == ValueType.LONG ? 2 : 1;
    }
    translateFrame();
    Frame done = frame;
    frame = caller;
    graph.at(call);
    if (!graph.isReachable()
        || method.methodTypeSymbol().returnType().descriptorString().equals("V")) {
      return null;
    }
    return graph.read(done.result());
  }

  private int depth() {
    int depth = 0;
    for (Frame each = frame; each != null; each = each.caller) {
      depth++;
    }
    return depth;
  }

  /** Translates the current frame's blocks and continues at its exit, unless no path returns. */
  private void translateFrame() {
    List<Integer> order = frame.code.order();
    for (int first : order) {
      frame.blocks.put(first, graph.newBlock());
    }
    frame.stackDepths.put(0, 0);
    graph.jump(frame.blockAt(0));
    for (int first : order) {
      Block block = frame.blockAt(first);
      if (block.predecessors().isEmpty()) {
        continue;
      }
      if (!isLoopHeader(first, order)) {
        graph.seal(block);
      }
      graph.enter(block);
      graph.at(frame.code.position(first));
      frame.restoreStack(graph, frame.stackDepths.getOrDefault(first, 0));
      translateBlock(frame.code.blockAt(first));
    }
    order.forEach(first -> graph.seal(frame.blockAt(first)));
    graph.seal(frame.exit);
    if (!frame.exit.predecessors().isEmpty()) {
      graph.enter(frame.exit);
    }
  }

  private boolean isLoopHeader(int first, List<Integer> order) {
    for (int other : order.subList(order.indexOf(first), order.size())) {
      if (frame.code.successors(frame.code.blockAt(other)).contains(first)) {
        return true;
      }
    }
    return false;
  }

  private void translateBlock(MethodCode.CodeBlock block) {
    for (int i = block.first(); i < block.end(); i++) {
      graph.at(frame.code.position(i));
      translate(frame.code.instruction(i), i);
      if (!graph.isReachable()) {
        return;
      }
      settleComparison(i + 1 < block.end() ? frame.code.instruction(i + 1) : null);
    }
    leaveTo(block.end());
    graph.jump(frame.blockAt(block.end()));
  }

  /** Makes a number of a comparison on top of the stack, unless a branch that follows at once looks at its inputs instead. */
  private void settleComparison(@Nullable Instruction next) {
    OperandStack stack = frame.stack;
    if (stack.depth() == 0
        || !(stack.entries().getLast().operation() instanceof Operation.Compare comparison)
        || (next instanceof BranchInstruction branch && comparesWithZero(branch))) {
      return;
    }
    Value compared = stack.pop();
    GraphBuilder.Variable sign = new GraphBuilder.Variable(new Object(), 0);
    Block differ = graph.newBlock();
    Block greater = graph.newBlock();
    Block join = graph.newBlock();
    graph.write(sign, graph.constantInt(0));
    graph.branch(JumpCondition.EQ, compared.input(0), compared.input(1), join, differ);
    graph.seal(differ);
    if (!differ.predecessors().isEmpty()) {
      graph.enter(differ);
      graph.write(sign, graph.constantInt(-1));
      JumpCondition less = comparison.unsigned() ? JumpCondition.LT : JumpCondition.SLT;
      graph.branch(less, compared.input(0), compared.input(1), join, greater);
    }
    graph.seal(greater);
    if (!greater.predecessors().isEmpty()) {
      graph.enter(greater);
      graph.write(sign, graph.constantInt(1));
      graph.jump(join);
    }
    graph.seal(join);
    graph.enter(join);
    stack.push(graph.read(sign));
  }

  private static boolean comparesWithZero(BranchInstruction branch) {
    return switch (branch.opcode()) {
      case IFEQ, IFNE, IFLT, IFGE, IFGT, IFLE -> true;
      default -> false;
    };
  }

  /** Prepares control to go to a block: leaves the stack where the block looks for it. */
  private Block leaveTo(int first) {
    frame.saveStack(graph);
    frame.stackDepths.put(first, frame.stack.depth());
    return frame.blockAt(first);
  }

  private void translate(Instruction instruction, int index) {
    OperandStack stack = frame.stack;
    switch (instruction) {
      case LoadInstruction load -> stack.push(frame.readLocal(graph, load.slot()));
      case StoreInstruction store -> frame.writeLocal(graph, store.slot(), stack.pop());
      case IncrementInstruction increment -> {
        frame.writeLocal(
            graph,
            increment.slot(),
            graph.binary(
                BinaryOperator.ADD,
                frame.readLocal(graph, increment.slot()),
                graph.constantInt(increment.constant())));
      }
      case ConstantInstruction constant -> stack.push(calls.constant(constant.constantValue()));
      case StackInstruction shuffle -> stack.shuffle(shuffle.opcode());
      case OperatorInstruction operator -> operator(operator);
      case ConvertInstruction convert -> convert(convert);
      case FieldInstruction field -> field(field);
      case InvokeInstruction invoke -> calls.invoke(invoke, stack);
      case NewObjectInstruction create ->
          stack.push(memory.newStruct(create.className().asInternalName()));
      case NewPrimitiveArrayInstruction create ->
          stack.push(memory.newArray(create.typeKind(), stack.pop()));
      case ArrayLoadInstruction load -> {
        Value at = stack.pop();
        stack.push(memory.loadElement(stack.pop(), at));
      }
      case ArrayStoreInstruction _ -> {
        Value value = stack.pop();
        Value at = stack.pop();
        memory.storeElement(stack.pop(), at, value);
      }
      case TypeCheckInstruction check -> {
        if (check.opcode() != Opcode.CHECKCAST) {
          throw unsupported(
              "instanceof: a reference's class is known when the program is compiled");
        }
      }
      case BranchInstruction branch -> branch(branch, index);
      case TableSwitchInstruction table ->
          choose(table.cases(), frame.code.indexOf(table.defaultTarget()));
      case LookupSwitchInstruction lookup ->
          choose(lookup.cases(), frame.code.indexOf(lookup.defaultTarget()));
      case ReturnInstruction result -> {
        if (result.typeKind() != TypeKind.VOID) {
          graph.write(frame.result(), stack.pop());
        }
        graph.jump(frame.exit);
      }
      case ThrowInstruction _ -> graph.fault();
      case InvokeDynamicInstruction _ ->
          throw unsupported("a lambda, a method reference or a concatenation of strings");
      case NopInstruction _ -> {}
      default -> throw unsupported("the instruction " + instruction.opcode());
    }
  }

  SourceError unsupported(String what) {
    return new SourceError(graph.position(), "not supported in a program: " + what);
  }

  private void operator(OperatorInstruction operator) {
    OperandStack stack = frame.stack;
    Value right = stack.pop();
    switch (operator.opcode()) {
      case INEG, LNEG -> {
        Long constant = right.constant();
        if (constant != null) {
          stack.push(
              right.type() == ValueType.LONG
                  ? graph.constantLong(-constant)
                  : graph.constantInt(-constant.intValue()));
        } else {
          stack.push(graph.add(new Operation.Negate(), right.type(), right));
        }
      }
      case ARRAYLENGTH -> stack.push(graph.constantInt(memory.arrayOf(right).length()));
      case LCMP ->
          stack.push(graph.add(new Operation.Compare(false), ValueType.INT, stack.pop(), right));
      case IADD, LADD -> binary(BinaryOperator.ADD, right);
      case ISUB, LSUB -> binary(BinaryOperator.SUBTRACT, right);
      case IMUL, LMUL -> binary(BinaryOperator.MULTIPLY, right);
      case IAND, LAND -> binary(BinaryOperator.AND, right);
      case IOR, LOR -> binary(BinaryOperator.OR, right);
      case IXOR, LXOR -> binary(BinaryOperator.XOR, right);
      case ISHL, LSHL -> binary(BinaryOperator.SHIFT_LEFT, right);
      case ISHR, LSHR -> binary(BinaryOperator.SHIFT_RIGHT, right);
      case IUSHR, LUSHR -> binary(BinaryOperator.SHIFT_RIGHT_UNSIGNED, right);
      case IDIV, LDIV, IREM, LREM ->
          throw unsupported(
              "signed division: Integer.divideUnsigned, Long.divideUnsigned and remainderUnsigned are");
      default -> throw unsupported("floating-point arithmetic, which eBPF does not have");
    }
  }

  private void binary(BinaryOperator operator, Value right) {
    Value left = frame.stack.pop();
    frame.stack.push(graph.binary(operator, left, right));
  }

  private void convert(ConvertInstruction convert) {
    Conversion conversion =
        switch (convert.opcode()) {
          case I2L -> Conversion.INT_TO_LONG;
          case L2I -> Conversion.LONG_TO_INT;
          case I2B -> Conversion.INT_TO_BYTE;
          case I2S -> Conversion.INT_TO_SHORT;
          case I2C -> Conversion.INT_TO_CHAR;
          default -> throw unsupported("floating-point arithmetic, which eBPF does not have");
        };
    frame.stack.push(graph.convert(conversion, frame.stack.pop()));
  }

  private void field(FieldInstruction field) {
    OperandStack stack = frame.stack;
    String owner = field.owner().asInternalName();
    String name = field.name().stringValue();
    switch (field.opcode()) {
      case GETSTATIC -> stack.push(calls.readStatic(owner, name));
      case GETFIELD -> stack.push(memory.readField(stack.pop(), owner, name));
      case PUTFIELD -> {
        Value value = stack.pop();
        memory.writeField(stack.pop(), owner, name, value);
      }
      default ->
          throw unsupported(
              "assigning the static field " + name + ": keep state that changes in a map");
    }
  }

  private void branch(BranchInstruction branch, int index) {
    int target = frame.code.indexOf(branch.target());
    OperandStack stack = frame.stack;
    switch (branch.opcode()) {
      case GOTO, GOTO_W -> {
        leaveTo(target);
        graph.jump(frame.blockAt(target));
      }
      case IF_ICMPEQ, IF_ACMPEQ -> compare(JumpCondition.EQ, stack.pop(), target, index);
      case IF_ICMPNE, IF_ACMPNE -> compare(JumpCondition.NE, stack.pop(), target, index);
      case IF_ICMPLT -> compare(JumpCondition.SLT, stack.pop(), target, index);
      case IF_ICMPGE -> compare(JumpCondition.SGE, stack.pop(), target, index);
      case IF_ICMPGT -> compare(JumpCondition.SGT, stack.pop(), target, index);
      case IF_ICMPLE -> compare(JumpCondition.SLE, stack.pop(), target, index);
      case IFNULL -> compare(JumpCondition.EQ, graph.constantNull(), target, index);
      case IFNONNULL -> compare(JumpCondition.NE, graph.constantNull(), target, index);
      case IFEQ -> compare(JumpCondition.EQ, graph.constantInt(0), target, index);
      case IFNE -> compare(JumpCondition.NE, graph.constantInt(0), target, index);
      case IFLT -> compare(JumpCondition.SLT, graph.constantInt(0), target, index);
      case IFGE -> compare(JumpCondition.SGE, graph.constantInt(0), target, index);
      case IFGT -> compare(JumpCondition.SGT, graph.constantInt(0), target, index);
      case IFLE -> compare(JumpCondition.SLE, graph.constantInt(0), target, index);
      default -> throw unsupported("the instruction " + branch.opcode());
    }
  }

  private void compare(JumpCondition condition, Value right, int target, int index) {
    Value left = frame.stack.pop();
    JumpCondition test = condition;
    if (left.operation() instanceof Operation.Compare comparison
        && Long.valueOf(0).equals(right.constant())) {
      right = left.input(1);
      left = left.input(0);
      test = comparison.unsigned() ? unsigned(condition) : condition;
    }
    Block then = leaveTo(target);
    Block otherwise = leaveTo(index + 1);
    if (then == otherwise) {
      graph.jump(then);
    } else {
      graph.branch(test, left, right, then, otherwise);
    }
  }

  private static JumpCondition unsigned(JumpCondition signed) {
    return switch (signed) {
      case SGT -> JumpCondition.GT;
      case SGE -> JumpCondition.GE;
      case SLT -> JumpCondition.LT;
      case SLE -> JumpCondition.LE;
      case EQ, NE, SET, GT, GE, LT, LE -> signed;
    };
  }

  private void choose(List<SwitchCase> cases, int other) {
    Value selector = frame.stack.pop();
    for (SwitchCase choice : cases) {
      int target = frame.code.indexOf(choice.target());
      if (target == other) {
        continue;
      }
      Block next = graph.newBlock();
      Block then = leaveTo(target);
      graph.branch(JumpCondition.EQ, selector, graph.constantInt(choice.caseValue()), then, next);
      if (next.predecessors().isEmpty()) {
        return;
      }
      graph.seal(next);
      graph.enter(next);
    }
    leaveTo(other);
    graph.jump(frame.blockAt(other));
  }
}
