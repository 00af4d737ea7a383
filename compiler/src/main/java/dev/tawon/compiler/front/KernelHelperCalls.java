package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.front.HelperRow.Parameter;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.compiler.marks.Marks;
import dev.tawon.lang.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Calls of {@link dev.tawon.lang.Helpers}: checked against what the kernel allows, and passed on. */
final class KernelHelperCalls {
  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;

  KernelHelperCalls(Calls calls, GraphBuilder graph, Memory memory) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
  }

  /**
   * A call.
   *
   * @param number the helper's number
   * @param result the descriptor of the method's result
   */
  @Nullable Value invoke(int number, String result, List<Value> arguments) {
    HelperRow helper = HelperRow.of(number);
    calls.requireAllowed(helper);
    boolean pointer = result.startsWith("L");
    List<Value> passed =
        new ArrayList<>(pointer ? arguments.subList(0, arguments.size() - 1) : arguments);
    for (int i = 0; i < passed.size(); i++) {
      passed.set(i, argument(helper, i, passed));
    }
    Value value =
        graph.add(
            new Operation.CallHelper(number, helper.name(), true),
            pointer ? ValueType.REFERENCE : result.equals("V") ? ValueType.NONE : ValueType.LONG,
            passed.toArray(Value[]::new));
    if (pointer) {
      Class<?> type = calls.classLiteral(arguments.getLast(), "type");
      if (Marks.has(type, Struct.class)) {
        memory.know(value, type);
      }
      return value;
    }
    return switch (result) {
      case "V" -> null;
      case "I" -> graph.convert(Conversion.LONG_TO_INT, value);
      default -> value;
    };
  }

  /** {@code might_sleep} of their prototypes in the kernel, or allowed in sleepable programs alone. */
  private static final Set<String> SLEEPING =
      Set.of(
          "bpf_copy_from_user",
          "bpf_copy_from_user_task",
          "bpf_ima_inode_hash",
          "bpf_ima_file_hash");

  /** Which rule forbids a call, and why. */
  record Refusal(Rule rule, String reason) {}

  /** Why a program of the kind that is translated, with the module's licence, cannot call a helper; null if it can. */
  static @Nullable Refusal refusal(HelperRow helper, ModuleClasses module) {
    ProgramKind kind = module.kind();
    if (kind != null && !helper.kinds().contains(kind.type())) {
      return new Refusal(
          Rule.HELPER_NOT_ALLOWED,
          helper.name()
              + " cannot be called by a "
              + kind.annotation()
              + " program: "
              + (helper.kinds().isEmpty()
                  ? "no kind with an annotation can"
                  : helper.kinds().stream()
                          .sorted()
                          .map(Enum::name)
                          .collect(Collectors.joining(", "))
                      + " can"));
    }
    if (kind != null && !kind.sleepable() && SLEEPING.contains(helper.name())) {
      return new Refusal(
          Rule.HELPER_NOT_ALLOWED,
          helper.name()
              + " may sleep: mark the program @Sleepable"
              + (kind.sleepsSince() == null
                  ? ", which a " + kind.annotation() + " program cannot be"
                  : " (Linux " + kind.sleepsSince() + ")"));
    }
    if (helper.gpl() && !module.license().contains("GPL")) {
      return new Refusal(
          Rule.GPL_ONLY,
          helper.name()
              + " is for programs with a licence compatible with the GPL: declare"
              + " @BpfModule(license = \"Dual MIT/GPL\") if that is so");
    }
    return null;
  }

  private Value argument(HelperRow helper, int index, List<Value> arguments) {
    Value value = arguments.get(index);
    if (index >= helper.parameters().size()) {
      return value; // one of the values of a line of text
    }
    Parameter parameter = helper.parameters().get(index);
    if (parameter.isSize() && index > 0 && helper.parameters().get(index - 1).isPointer()) {
      return size(value, arguments.get(index - 1));
    }
    return value.type() == ValueType.INT
        ? graph.convert(Conversion.INT_TO_LONG_UNSIGNED, value)
        : value;
  }

  private Value size(Value size, Value pointer) {
    int extent = memory.extentOf(pointer);
    if (extent >= 0 && size.type() == ValueType.INT) {
      return memory.checkedIndex(size, extent);
    }
    return size.type() == ValueType.INT
        ? graph.convert(Conversion.INT_TO_LONG_UNSIGNED, size)
        : size;
  }
}
