package dev.tawon.compiler.front;

import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Function;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ArrayStoreInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The methods of which a program has one copy, as functions of their own, rather than one wherever they are called.
 *
 * <p>Inlining lets constants fold, costs no call, and lets the verifier see all at once. So what is small or called once is
 * inlined, and a method is shared where the copies would be long.
 */
public final class SharedMethods {
  /** How many bytecode instructions a method of its own has to save, which are half as many of the kernel's or fewer. */
  private static final int WORTH = 80;

  /** What a call costs: the arguments, the call, what its caller cannot keep in registers, what constants would have saved. */
  private static final int CALL = 12;

  /**
   * Up to how many bytecode instructions a method that only computes with its object's fields is inlined: to share it would
   * move them from registers to memory.
   */
  private static final int MOST_OF_FIELDS = 200;

  /** What saves so many is shared all the same. */
  private static final int MUCH = 1_000;

  /** How deep calls are followed. Those that nest deeper are refused in the end. */
  private static final int MAX_DEPTH = 64;

  private final ClassFiles classes;
  private final Map<MethodModel, Integer> sites = new HashMap<>();
  private final Map<MethodModel, Integer> weights = new HashMap<>();
  private final Set<MethodModel> open = new HashSet<>();
  private final Set<MethodModel> shared = new HashSet<>();
  private final Map<Function, MethodModel> functions = new HashMap<>();

  private SharedMethods(ClassFiles classes) {
    this.classes = classes;
  }

  /** The methods that are worth it among those that a program may come to. */
  public static SharedMethods of(ModuleClasses module, ProgramMethod program) {
    SharedMethods methods = new SharedMethods(module.classes());
    methods.count(program.owner(), program.model());
    // From the inside out: what calls a shared method is as long as the call, not as the method.
    methods.sites.remove(program.model());
    methods.weigh(program.owner(), program.model(), 0);
    return methods;
  }

  boolean contains(MethodModel method) {
    return shared.contains(method);
  }

  /** Notes what function a method became. */
  void became(MethodModel method, Function function) {
    functions.put(function, method);
  }

  /**
   * Has a method inlined of which every function is called from one place alone, since constants rule out the others.
   *
   * @return whether there is one, so that the program has to be translated anew
   */
  public boolean inlineThoseCalledOnce(Function program) {
    Map<Function, Integer> calls = new HashMap<>();
    Deque<Function> work = new ArrayDeque<>(program.all());
    while (!work.isEmpty()) {
      for (Block block : work.remove().reversePostorder()) {
        for (Value value : block.values()) {
          if (value.operation() instanceof Operation.CallSubprogram(Function called)
              && calls.merge(called, 1, Integer::sum) == 1) {
            work.addAll(called.all());
          }
        }
      }
    }
    Set<MethodModel> often = new HashSet<>();
    Set<MethodModel> once = new HashSet<>();
    calls.forEach((function, count) -> {
      MethodModel method = functions.get(function);
      if (method != null) {
        (count > 1 ? often : once).add(method);
      }
    });
    once.removeAll(often);
    return shared.removeAll(once);
  }

  /**
   * Has all methods inlined.
   *
   * @return whether one was not
   */
  public boolean inlineAll() {
    boolean any = !shared.isEmpty();
    shared.clear();
    return any;
  }

  /** Counts the places that call each method. */
  private void count(Class<?> owner, MethodModel method) {
    Deque<Callee> work = new ArrayDeque<>();
    work.add(new Callee(owner, method));
    while (!work.isEmpty()) {
      Callee caller = work.remove();
      for (Callee callee : callees(caller)) {
        if (sites.merge(callee.method(), 1, Integer::sum) == 1) {
          work.add(callee);
        }
      }
    }
  }

  private int weigh(Class<?> owner, MethodModel method, int depth) {
    Integer known = weights.get(method);
    if (known != null) {
      return known;
    }
    if (depth > MAX_DEPTH || !open.add(method)) {
      return 0;
    }
    Callee self = new Callee(owner, method);
    long weight = size(self);
    for (Callee callee : callees(self)) {
      int inner = weigh(callee.owner(), callee.method(), depth + 1);
      weight += shared.contains(callee.method()) ? CALL : inner;
    }
    open.remove(method);
    int total = (int) Math.min(weight, Integer.MAX_VALUE / 2);
    weights.put(method, total);
    long count = sites.getOrDefault(method, 0);
    long saved = (count - 1) * total - count * CALL;
    if (saved >= WORTH
        && (saved >= MUCH || total > MOST_OF_FIELDS || !isOfFields(self))
        && !method.methodName().equalsString(ConstantDescs.INIT_NAME)) {
      shared.add(method);
    }
    return total;
  }

  /** Whether a method is an object's, goes straight to its end, and looks at no arrays, which lie in memory anyway. */
  private boolean isOfFields(Callee method) {
    return !method.method().flags().has(AccessFlag.STATIC)
        && code(method).map(SharedMethods::isStraightWithoutArrays).orElse(false);
  }

  private static boolean isStraightWithoutArrays(MethodCode code) {
    return code.order().size() == 1
        && IntStream.range(0, code.size())
            .mapToObj(code::instruction)
            .noneMatch(instruction ->
                instruction instanceof ArrayLoadInstruction
                    || instruction instanceof ArrayStoreInstruction);
  }

  private record Callee(Class<?> owner, MethodModel method) {}

  private int size(Callee method) {
    return code(method).map(MethodCode::size).orElse(0);
  }

  /** What is wrong with code is told where it is translated: constants may rule it out. */
  private Optional<MethodCode> code(Callee method) {
    try {
      return Optional.of(classes.code(method.owner(), method.method(), MethodCode.NOWHERE));
    } catch (SourceError e) {
      return Optional.empty();
    }
  }

  private Iterable<Callee> callees(Callee caller) {
    Deque<Callee> callees = new ArrayDeque<>();
    code(caller)
        .ifPresent(code -> {
          for (int i = 0; i < code.size(); i++) {
            callee(code.instruction(i)).ifPresent(callees::add);
          }
        });
    return callees;
  }

  private Optional<Callee> callee(Instruction instruction) {
    return switch (instruction) {
      case InvokeInstruction call when call.opcode() != Opcode.INVOKEINTERFACE ->
          find(call.owner().asInternalName(), call.name().stringValue(), call.type().stringValue());
      case InvokeDynamicInstruction call -> {
        for (ConstantDesc argument : call.bootstrapArgs()) {
          if (argument instanceof DirectMethodHandleDesc handle) {
            ClassDesc owner = handle.owner();
            yield find(
                ClassFiles.internalName(owner), handle.methodName(), handle.lookupDescriptor());
          }
        }
        yield Optional.empty();
      }
      default -> Optional.empty();
    };
  }

  /** A method of the program's own; what the Java library and the language's own classes have is short. */
  private Optional<Callee> find(String owner, String name, String descriptor) {
    if (owner.startsWith("java/") || owner.startsWith("dev/tawon/lang/") || owner.startsWith("[")) {
      return Optional.empty();
    }
    try {
      for (Class<?> type = classes.load(owner, MethodCode.NOWHERE);
          type != null && type.getClassLoader() != null;
          type = type.getSuperclass()) {
        Optional<MethodModel> method = classes.method(type, name, descriptor, MethodCode.NOWHERE);
        if (method.isPresent()) {
          return Optional.of(new Callee(type, method.get()));
        }
      }
    } catch (SourceError e) {
      // It is told where the call is translated.
    }
    return Optional.empty();
  }
}
