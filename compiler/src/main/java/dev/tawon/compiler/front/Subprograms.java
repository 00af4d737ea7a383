package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.SPIN_LOCK;
import static dev.tawon.compiler.ir.HelperNumbers.SPIN_UNLOCK;
import static dev.tawon.compiler.ir.HelperNumbers.TAIL_CALL;

import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Signature;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.compiler.opt.HeldRecords;
import dev.tawon.compiler.opt.IteratorEnds;
import dev.tawon.compiler.opt.Passes;
import dev.tawon.isa.Width;
import dev.tawon.lang.Struct;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions that the calls of one program share.
 *
 * <p>What is known of an argument when the program is compiled, and is more than a number or an address, is a part of the
 * function: which map it is, how long an array is. Other knowledge makes another function of the same method. Whatever a function
 * of its own cannot do, by the kernel's rules or these, is inlined.
 */
final class Subprograms {
  private final SharedMethods shared;
  private final ModuleClasses module;
  private final Map<Key, Optional<Function>> known = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  Subprograms(SharedMethods shared, ModuleClasses module, String program) {
    this.shared = shared;
    this.module = module;
    names.add(program);
  }

  /** A function is translated once for each of these. */
  private record Key(MethodModel method, List<Passed> parameters) {
    /** What also does, since it checks more. */
    Key withoutNotNull() {
      List<Passed> less = new ArrayList<>();
      for (Passed passed : parameters) {
        less.add(
            passed instanceof Address(boolean typed, _, var handover, var facts)
                ? new Address(typed, false, handover, facts)
                : passed);
      }
      return new Key(method, less);
    }
  }

  /** What a function has to be told of a parameter. */
  private sealed interface Passed {}

  /** A number: nothing. */
  private record Numeral(ValueType type) implements Passed {}

  /** An address, and what is known of what is there. */
  private record Address(boolean typed, boolean notNull, Handover handover, List<Optional<?>> facts)
      implements Passed {}

  /** What the function can make itself. */
  private record Made(Operation operation) implements Passed {}

  /** A call that was translated, and its result; null if it has none. */
  record Called(@Nullable Value result) {}

  /** Translates a call of a shared method; null if the method is to be inlined here. */
  @Nullable Called call(
      Translator caller,
      Translator.Inner place,
      Class<?> owner,
      MethodModel method,
      List<Value> arguments,
      boolean isStatic) {
    if (!shared.contains(method)) {
      return null;
    }
    TypeKind returned = TypeKind.from(method.methodTypeSymbol().returnType());
    if (returned == TypeKind.REFERENCE || !isInteger(returned)) {
      return null;
    }
    List<Passed> parameters = parameters(place, owner, method, arguments, isStatic);
    if (parameters == null) {
      return null;
    }
    Key key = new Key(method, parameters);
    Optional<Function> callee = known.getOrDefault(key, known.get(key.withoutNotNull()));
    if (callee == null) {
      known.put(key, Optional.empty()); // a call of itself is inlined, and so found out
      callee = translate(caller, place, owner, key, arguments);
      known.put(key, callee);
      callee.ifPresent(function -> shared.became(method, function));
    }
    return callee.map(function -> call(place, function, key, arguments)).orElse(null);
  }

  private static boolean isInteger(TypeKind kind) {
    return switch (kind.asLoadable()) {
      case INT, LONG, VOID -> true;
      default -> false;
    };
  }

  private @Nullable List<Passed> parameters(
      Translator.Inner place,
      Class<?> owner,
      MethodModel method,
      List<Value> arguments,
      boolean isStatic) {
    List<ClassDesc> types = new ArrayList<>(method.methodTypeSymbol().parameterList());
    if (!isStatic) {
      types.addFirst(owner.describeConstable().orElseThrow());
    }
    List<Passed> parameters = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      Passed passed = passed(place, arguments.get(i).resolved(), types.get(i), !isStatic && i == 0);
      if (passed == null) {
        return null;
      }
      parameters.add(passed);
    }
    return parameters;
  }

  private @Nullable Passed passed(
      Translator.Inner place, Value value, ClassDesc declared, boolean receiver) {
    if (value.type() != ValueType.REFERENCE) {
      return new Numeral(value.type());
    }
    switch (value.operation()) {
      case Operation.Context _, Operation.MapAddress _ -> {
        return new Made(value.operation());
      }
      // These mean something to the calls that take them; reads of a member begin at its structure.
      case Operation.Null _,
          Operation.Literal _,
          Operation.Boxed _,
          Operation.Lambda _,
          Operation.Concatenation _,
          Operation.SwitchIndex _,
          Operation.KernelAddress _ -> {
        return null;
      }
      default -> {}
    }
    List<Optional<?>> facts = place.memory().facts(value);
    boolean notNull = receiver || isNotNull(value);
    if (declared.isArray()) {
      return facts.stream().anyMatch(Optional::isPresent)
          ? new Address(false, notNull, place.memory().handover(value), facts)
          : null;
    }
    Class<?> type =
        module.classes().load(ClassFiles.internalName(declared), place.graph().position());
    if (type.isEnum()) {
      return new Address(false, false, Handover.PLAIN, facts);
    }
    if (Marks.has(type, Struct.class)) {
      return new Address(false, notNull, place.memory().handover(value), facts);
    }
    if (!KernelTypes.isKernelType(type)) {
      return null;
    }
    Boolean typed = isTyped(value);
    return typed == null ? null : new Address(typed, notNull, Handover.PLAIN, facts);
  }

  private static boolean isNotNull(Value value) {
    return switch (value.operation()) {
      case Operation.StackSlot _,
          Operation.Global _,
          Operation.Constant _,
          Operation.Offset _,
          Operation.PointerAdd _,
          Operation.KernelContainer _ ->
          true;
      case Operation.Parameter parameter -> parameter.typed();
      case Operation.Argument argument -> argument.notNull();
      default -> false;
    };
  }

  /** Whether the verifier has a type for a kernel pointer, as {@link dev.tawon.compiler.opt.KernelPointers}; null if unknown. */
  private static @Nullable Boolean isTyped(Value value) {
    return switch (value.operation()) {
      case Operation.Parameter parameter -> parameter.typed();
      case Operation.Argument argument -> argument.typed();
      case Operation.KernelLoad _ -> isTyped(value.input(0));
      case Operation.KernelAddress _ -> isTyped(value.input(0));
      case Operation.KernelContainer _, Operation.KernelNumber _, Operation.Load _ -> false;
      case Operation.Context _,
          Operation.KernelCast _,
          Operation.CallHelper _,
          Operation.CallFunction _ ->
          true;
      default -> null;
    };
  }

  private Optional<Function> translate(
      Translator caller, Translator.Inner place, Class<?> owner, Key key, List<Value> arguments) {
    List<ValueType> passed = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      if (!(key.parameters().get(i) instanceof Made)) {
        passed.add(arguments.get(i).type());
      }
    }
    if (passed.size() > Signature.MOST_ARGUMENTS) {
      return Optional.empty();
    }
    Function function;
    try {
      function =
          caller.subprogram(
              newName(key.method().methodName().stringValue()),
              owner,
              key.method(),
              inner -> parameters(place.memory(), inner, key, arguments));
      if (function == null || !isAllowed(function)) {
        return Optional.empty();
      }
      Passes.run(function, module.logs()::number, module.zeros()::need, module.target());
      for (Function each : function.all()) {
        IteratorEnds.place(each);
        HeldRecords.of(each);
      }
    } catch (SourceError | CompilationException e) {
      return Optional.empty(); // where it is inlined, more is known; or the same is wrong
    }
    TypeKind returned = TypeKind.from(key.method().methodTypeSymbol().returnType());
    ValueType result =
        returned == TypeKind.VOID
            ? ValueType.NONE
            : returned == TypeKind.LONG ? ValueType.LONG : ValueType.INT;
    boolean mayFail = function.mayFail();
    int count = passed.size();
    int context = function.usesContext() ? count++ : -1;
    int fault = mayFail && result == ValueType.LONG ? count++ : -1;
    if (count > Signature.MOST_ARGUMENTS || !isComplete(function)) {
      return Optional.empty();
    }
    function.calledWith(new Signature(passed, result, context, fault, mayFail));
    return Optional.of(function);
  }

  private String newName(String method) {
    String name = KernelNames.of(method);
    for (int i = 2; !names.add(name); i++) {
      name = KernelNames.of(method) + "_" + i;
    }
    return name;
  }

  /** The parameters, in the function. */
  private static List<Value> parameters(
      Memory outer, Translator.Inner inner, Key key, List<Value> arguments) {
    List<Value> parameters = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < arguments.size(); i++) {
      Value argument = arguments.get(i).resolved();
      Operation operation =
          switch (key.parameters().get(i)) {
            case Made made -> made.operation();
            case Numeral _ -> new Operation.Argument(next++, false, false);
            case Address address ->
                new Operation.Argument(next++, address.typed(), address.notNull());
          };
      Value own = inner.graph().add(operation, argument.type());
      if (key.parameters().get(i) instanceof Address address) {
        own = address.handover().take(inner.graph(), own);
      }
      outer.describe(argument, inner.memory(), own);
      parameters.add(own);
    }
    return parameters;
  }

  /** A tail call would end the function alone, and the kernel allows no call while a lock is held. */
  private static boolean isAllowed(Function function) {
    return function.reversePostorder().stream()
        .flatMap(block -> block.values().stream())
        .noneMatch(value ->
            switch (value.operation()) {
              case Operation.CallHelper call ->
                  call.helper() == TAIL_CALL
                      || call.helper() == SPIN_LOCK
                      || call.helper() == SPIN_UNLOCK;
              case Operation.CallFunction call ->
                  call.function().endsWith("lock")
                      || call.function().contains("preempt")
                      || call.function().contains("irq");
              default -> false;
            });
  }

  /** Whether nothing is left that only the compiler sees. */
  private static boolean isComplete(Function function) {
    return function.all().stream()
        .flatMap(each -> each.reversePostorder().stream())
        .flatMap(block -> block.values().stream())
        .noneMatch(value ->
            switch (value.operation()) {
              case Operation.Literal _,
                  Operation.Lambda _,
                  Operation.Concatenation _,
                  Operation.Iteration _,
                  Operation.Boxed _,
                  Operation.SwitchIndex _ ->
                  true;
              default -> false;
            });
  }

  private @Nullable Called call(
      Translator.Inner place, Function function, Key key, List<Value> arguments) {
    GraphBuilder graph = place.graph();
    Signature signature = function.signature();
    if (signature == null || (signature.contextArgument() >= 0 && graph.function().isCallback())) {
      return null; // what the kernel calls back has no context
    }
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      switch (key.parameters().get(i)) {
        case Made _ -> {}
        case Numeral _ -> inputs.add(arguments.get(i));
        case Address address ->
            inputs.add(address.handover().give(place.memory(), arguments.get(i).resolved()));
      }
    }
    if (signature.contextArgument() >= 0) {
      inputs.add(graph.add(new Operation.Context(), ValueType.REFERENCE));
    }
    Value word = null;
    if (signature.faultArgument() >= 0) {
      word = place.memory().temporary("whether a function failed");
      place.memory().storeWord(word, 0, graph.constantLong(0));
      inputs.add(word);
    }
    ValueType type = signature.result() == ValueType.LONG ? ValueType.LONG : ValueType.INT;
    Value result =
        graph.add(new Operation.CallSubprogram(function), type, inputs.toArray(Value[]::new));
    if (word != null) {
      graph.abortUnlessZero(
          graph.add(new Operation.Load(Width.DOUBLE, false, 0), ValueType.LONG, word));
    } else if (signature.mayFail()) {
      graph.add(new Operation.CalleeCheck(), ValueType.NONE, result);
    }
    return new Called(signature.result() == ValueType.NONE ? null : result);
  }
}
