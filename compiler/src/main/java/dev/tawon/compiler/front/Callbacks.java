package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.DYNPTR_READ;
import static dev.tawon.compiler.ir.HelperNumbers.FIND_VMA;
import static dev.tawon.compiler.ir.HelperNumbers.FOR_EACH_MAP_ELEM;
import static dev.tawon.compiler.ir.HelperNumbers.LOOP;
import static dev.tawon.compiler.ir.HelperNumbers.USER_RINGBUF_DRAIN;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.BinaryOperator;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.lang.Struct;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/**
 * Functions that the kernel calls: lambdas and method references that a program hands to it.
 *
 * <p>Each becomes a function of its own. What it captures lies on its caller's stack, behind eight bytes that say whether the
 * function ended in a fault: then the caller ends too.
 */
final class Callbacks {
  /** The arguments of what is called later: a map, a key and a value, and nothing that is captured. */
  private static final int LATER = 3;

  private final Translator translator;
  private final Lambdas lambdas;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;

  Callbacks(
      Translator translator,
      Lambdas lambdas,
      GraphBuilder graph,
      Memory memory,
      ModuleClasses module) {
    this.translator = translator;
    this.lambdas = lambdas;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  /**
   * A parameter that the kernel passes.
   *
   * @param index its place
   * @param type what it is
   * @param isRecord whether the kernel passes a dynptr of it
   */
  private record Passed(int index, Class<?> type, boolean isRecord) {
    Passed(int index, Class<?> type) {
      this(index, type, false);
    }
  }

  /**
   * {@code Bpf.loop} and {@code Bpf.loopWhile}: {@code long bpf_loop(u32, long (*)(u32, void *), void *, u64)}.
   *
   * <p>The call is jumped over where there is nothing to call: of a loop of no rounds the verifier (Linux 6.7, {@code
   * check_helper_call}) does not look at the function, removes it as dead code, and then misses it where its address is taken.
   */
  Value loop(Value count, Value body) {
    Long rounds = count.constant();
    if (rounds != null) {
      return (int) (long) rounds == 0 ? graph.constantInt(0) : call(count, body);
    }
    GraphBuilder.Variable done = new GraphBuilder.Variable(new Object(), 0);
    Block some = graph.newBlock();
    Block none = graph.newBlock();
    Block next = graph.newBlock();
    graph.branch(JumpCondition.NE, count, graph.constantInt(0), some, none);
    graph.seal(some);
    graph.seal(none);
    graph.enter(none);
    graph.write(done, graph.constantInt(0));
    graph.jump(next);
    graph.enter(some);
    graph.write(done, call(count, body));
    graph.jump(next);
    graph.seal(next);
    graph.enter(next);
    return graph.read(done);
  }

  private Value call(Value count, Value body) {
    Frame call = prepare(body, List.of(new Passed(0, int.class)), 1);
    Value done =
        call(
            LOOP, "bpf_loop", call, List.of(graph.convert(Conversion.INT_TO_LONG_UNSIGNED, count)));
    return graph.convert(Conversion.LONG_TO_INT, done);
  }

  /**
   * {@code forEach} and {@code forEachWhile} of a map: {@code long bpf_for_each_map_elem(map, long (*)(map, key, value, void
   * *), void *, u64)}.
   */
  Value forEach(Value map, Value body) {
    if (!(map.operation() instanceof Operation.MapAddress address)) {
      throw new SourceError(
          graph.position(),
          Rule.DEPENDS_ON_PATH,
          "which map this is depends on the path taken: name its static field where it is used");
    }
    MapField field = module.map(address.map());
    Class<?> key = field.arguments().size() == 2 ? field.argument(0) : Integer.class;
    Class<?> value = field.argument(field.arguments().size() - 1);
    Frame call = prepare(body, List.of(new Passed(1, key), new Passed(2, value)), 3);
    Value visited = call(FOR_EACH_MAP_ELEM, "bpf_for_each_map_elem", call, List.of(map));
    return graph.convert(Conversion.LONG_TO_INT, visited);
  }

  /**
   * {@code drain} and {@code drainWhile} of a ring: {@code long bpf_user_ringbuf_drain(map, long (*)(dynptr, void *), void *,
   * u64)}.
   */
  Value drain(Value map, Value body) {
    if (!(map.operation() instanceof Operation.MapAddress address)) {
      throw new SourceError(
          graph.position(),
          Rule.DEPENDS_ON_PATH,
          "which map this is depends on the path taken: name its static field where it is used");
    }
    Class<?> record = module.map(address.map()).argument(0);
    Frame call = prepare(body, List.of(new Passed(0, record, true)), 1);
    Value taken = call(USER_RINGBUF_DRAIN, "bpf_user_ringbuf_drain", call, List.of(map));
    return graph.convert(Conversion.LONG_TO_INT, taken);
  }

  /** The address of a function that the kernel calls with a map, a key and a value when the program is over. */
  Value later(MapField map, Value body) {
    Lambdas.Target target = lambdas.target(body, Rule.DEPENDS_ON_PATH);
    List<Value> captured = Lambdas.captured(body);
    for (Value each : flat(captured)) {
      if (isStored(each)) {
        throw new SourceError(
            graph.position(),
            Rule.FUNCTION_TYPE,
            "a timer's function runs when this program is over, and sees none of its variables: put"
                + " what it needs into the map's value");
      }
    }
    MapShape shape = MapShape.of(map.handle());
    List<Passed> passed = List.of(new Passed(1, shape.key(map)), new Passed(2, shape.value(map)));
    Function function =
        translator.callback(
            target.owner(),
            target.method(),
            Translator.functions(captured),
            LATER,
            inner -> parameters(inner, target, captured, passed, LATER));
    function.calledLaterWith(LATER, graph.function());
    refuseContext(function);
    return graph.add(new Operation.FunctionAddress(function), ValueType.REFERENCE);
  }

  private static void refuseContext(Function later) {
    for (Block block : later.reversePostorder()) {
      for (Value value : block.values()) {
        if (value.operation() instanceof Operation.Context) {
          throw new SourceError(
              value.position(),
              Rule.FUNCTION_TYPE,
              "a timer's function runs when this program is over, and what the kernel handed to the"
                  + " program is gone: put what it needs into the map's value");
        }
      }
    }
  }

  /**
   * {@code bpf_find_vma}: {@code long (struct task_struct *, u64, long (*)(struct task_struct *, struct vm_area_struct *, void
   * *), void *, u64)}.
   */
  Value findArea(Value task, Value address, Class<?> type, Value body) {
    Frame call = prepare(body, List.of(new Passed(1, type)), 2);
    Value result = call(FIND_VMA, "bpf_find_vma", call, List.of(task, address));
    return graph.convert(Conversion.LONG_TO_INT, result);
  }

  /** A function that is ready to be called, and the memory where it finds what it captures. */
  private record Frame(Function function, Value context, boolean mayFail) {}

  private Frame prepare(Value body, List<Passed> passed, int contextIndex) {
    Lambdas.Target target = lambdas.target(body, Rule.LAMBDA_VALUE);
    List<Value> captured = Lambdas.captured(body);
    Function function =
        translator.callback(
            target.owner(),
            target.method(),
            Translator.functions(captured),
            contextIndex,
            inner -> parameters(inner, target, captured, passed, contextIndex));
    boolean mayFail = function.mayFail();
    List<Value> stored = flat(captured);
    int bytes = Long.BYTES * (1 + stored.size());
    if (function.usesContext()) {
      function.findsContextAt(bytes);
      bytes += Long.BYTES;
    }
    Value context = memory.uninitialised(bytes, "what a lambda captures");
    memory.storeWord(context, 0, graph.constantLong(0));
    for (int i = 0; i < stored.size(); i++) {
      if (isStored(stored.get(i))) {
        Value given = handover(stored.get(i)).give(memory, stored.get(i));
        memory.storeWord(context, Long.BYTES * (i + 1), given);
      }
    }
    if (function.contextOffset() >= 0) {
      memory.storeWord(
          context,
          function.contextOffset(),
          graph.add(new Operation.Context(), ValueType.REFERENCE));
    }
    return new Frame(function, context, mayFail);
  }

  private Value call(int helper, String name, Frame callee, List<Value> leading) {
    List<Value> arguments = new ArrayList<>(leading);
    arguments.add(graph.add(new Operation.FunctionAddress(callee.function()), ValueType.REFERENCE));
    arguments.add(callee.context());
    arguments.add(graph.constantLong(0));
    Value result =
        graph.add(
            new Operation.CallHelper(helper, name, true),
            ValueType.LONG,
            arguments.toArray(Value[]::new));
    if (callee.mayFail()) {
      Value failed =
          graph.add(new Operation.Load(Width.DOUBLE, false, 0), ValueType.LONG, callee.context());
      graph.abortUnlessZero(failed);
    }
    return result;
  }

  private Handover handover(Value captured) {
    return captured.type() == ValueType.REFERENCE ? memory.handover(captured) : Handover.PLAIN;
  }

  /** Whether the function has to be told the value when it is called. */
  private static boolean isStored(Value value) {
    return switch (value.operation()) {
      case Operation.Constant _,
          Operation.Null _,
          Operation.Literal _,
          Operation.MapAddress _,
          Operation.Global _,
          Operation.Context _ ->
          false;
      default -> true;
    };
  }

  /** The function's parameters, in the function: first what it captures. */
  private List<Value> parameters(
      Translator.Inner inner,
      Lambdas.Target target,
      List<Value> captured,
      List<Passed> passed,
      int contextIndex) {
    GraphBuilder within = inner.graph();
    MethodTypeDesc type = target.method().methodTypeSymbol();
    if (!target.isStatic()) {
      throw lambdas.notStatic(target.method().methodName().stringValue());
    }
    if (type.parameterCount() != captured.size() + passed.size()) {
      throw new SourceError(
          graph.position(),
          Rule.FUNCTION_TYPE,
          "not supported in a program: a function with other parameters");
    }
    List<Value> parameters = new ArrayList<>();
    Value context = within.add(new Operation.Argument(contextIndex), ValueType.REFERENCE);
    int[] offset = {Long.BYTES};
    for (Value outer : captured) {
      parameters.add(own(inner, outer, context, offset));
    }
    for (int i = 0; i < passed.size(); i++) {
      parameters.add(passed(inner, passed.get(i), type.parameterType(captured.size() + i)));
    }
    return parameters;
  }

  /**
   * What a function knows of a value that it captures.
   *
   * @param offset where it finds what is stored, changed to behind that
   */
  private Value own(Translator.Inner inner, Value outer, Value context, int[] offset) {
    GraphBuilder within = inner.graph();
    if (outer.operation() instanceof Operation.Lambda) {
      Value[] captured = new Value[outer.inputs().size()];
      for (int i = 0; i < captured.length; i++) {
        captured[i] = own(inner, outer.input(i), context, offset);
      }
      return within.add(outer.operation(), outer.type(), captured);
    }
    Value own =
        isStored(outer)
            ? handover(outer)
                .take(
                    within,
                    within.add(
                        new Operation.Load(
                            outer.isWide() ? Width.DOUBLE : Width.WORD, false, offset[0]),
                        outer.type(),
                        context))
            : within.add(outer.operation(), outer.type());
    offset[0] += Long.BYTES;
    memory.describe(outer, inner.memory(), own);
    return own;
  }

  /** What is captured, and in place of a function what it captures itself. */
  private static List<Value> flat(List<Value> captured) {
    List<Value> flat = new ArrayList<>();
    for (Value each : captured) {
      if (each.operation() instanceof Operation.Lambda) {
        flat.addAll(flat(Lambdas.captured(each)));
      } else {
        flat.add(each);
      }
    }
    return flat;
  }

  private Value passed(Translator.Inner inner, Passed passed, ClassDesc declared) {
    GraphBuilder within = inner.graph();
    if (passed.type() == int.class) {
      Value word = within.add(new Operation.Argument(passed.index()), ValueType.LONG);
      Value number = within.convert(Conversion.LONG_TO_INT, word);
      return switch (declared.descriptorString()) {
        case "I" -> number;
        case "J" -> within.convert(Conversion.INT_TO_LONG, number);
        default -> throw otherType(declared);
      };
    }
    Value address = within.add(new Operation.Argument(passed.index()), ValueType.REFERENCE);
    if (passed.isRecord()) {
      return copy(inner, address, passed.type());
    }
    if (Marks.has(passed.type(), Struct.class)) {
      inner.memory().know(address, passed.type());
    }
    if (!declared.isPrimitive()) {
      return Boxes.isScalar(passed.type())
          ? new Scalars(within, inner.memory(), module).load(address, passed.type())
          : address;
    }
    if (Boxes.isBox(passed.type())
        && Boxes.content(passed.type()).descriptorString().equals(declared.descriptorString())) {
      return inner.memory().load(Boxes.content(passed.type()), address, 0);
    }
    throw otherType(declared);
  }

  /** A copy of what a dynptr leads to, on the stack; the function ends where that is shorter. */
  private Value copy(Translator.Inner inner, Value dynptr, Class<?> type) {
    GraphBuilder within = inner.graph();
    boolean isScalar = Boxes.isScalar(type);
    int size = isScalar ? Boxes.size(type) : inner.memory().layout(type).size();
    Value record = inner.memory().uninitialised(size, "a record of " + type.getSimpleName());
    if (!isScalar) {
      inner.memory().know(record, type);
    }
    Value status =
        within.add(
            new Operation.CallHelper(DYNPTR_READ, "bpf_dynptr_read", true),
            ValueType.LONG,
            record,
            within.constantLong(size),
            dynptr,
            within.constantLong(0),
            within.constantLong(0));
    Block tooShort = within.newBlock();
    Block next = within.newBlock();
    within.branch(JumpCondition.NE, status, within.constantLong(0), tooShort, next);
    within.seal(tooShort);
    within.seal(next);
    within.enter(tooShort);
    within.returns(within.constantInt(0));
    within.enter(next);
    return isScalar ? new Scalars(within, inner.memory(), module).load(record, type) : record;
  }

  private SourceError otherType(ClassDesc declared) {
    return new SourceError(
        graph.position(),
        Rule.FUNCTION_TYPE,
        "not supported in a program: a function that takes a "
            + declared.displayName()
            + " here: write a lambda");
  }

  /** What the function tells the kernel: 0 to go on, 1 to stop. */
  static Value verdict(GraphBuilder graph, MethodTypeDesc type, Value result) {
    return type.returnType().descriptorString().equals("Z")
        // The verifier wants to see that it is one of the two.
        ? graph.binary(
            BinaryOperator.XOR,
            graph.binary(BinaryOperator.AND, result, graph.constantInt(1)),
            graph.constantInt(1))
        : graph.constantInt(0);
  }
}
