package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.TIMER_CANCEL;
import static dev.tawon.compiler.ir.HelperNumbers.TIMER_INIT;
import static dev.tawon.compiler.ir.HelperNumbers.TIMER_SET_CALLBACK;
import static dev.tawon.compiler.ir.HelperNumbers.TIMER_START;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import java.util.List;

/** Calls of {@link dev.tawon.lang.Timer}. */
final class TimerCalls {
  static final String OWNER = "dev/tawon/lang/Timer";

  private final Calls calls;
  private final Callbacks callbacks;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;

  TimerCalls(
      Calls calls, Callbacks callbacks, GraphBuilder graph, Memory memory, ModuleClasses module) {
    this.calls = calls;
    this.callbacks = callbacks;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
  }

  Value invoke(String name, List<Value> arguments) {
    Value timer = arguments.getFirst();
    memory.checkNotNull(timer);
    return switch (name) {
      case "init" -> {
        map(arguments.get(1));
        Long clock = arguments.get(2).constant();
        if (clock == null || (clock != 0 && clock != 1 && clock != 7)) {
          throw new SourceError(
              graph.position(),
              Rule.CONSTANT_ARGUMENT,
              "a timer's clock is a constant: Timer.REALTIME, Timer.MONOTONIC or Timer.BOOTTIME");
        }
        yield call(TIMER_INIT, timer, arguments.get(1), graph.constantLong(clock));
      }
      case "setCallback" ->
          call(TIMER_SET_CALLBACK, timer, callbacks.later(map(arguments.get(1)), arguments.get(2)));
      case "start" -> call(TIMER_START, timer, arguments.get(1), graph.constantLong(0));
      case "cancel" -> call(TIMER_CANCEL, timer);
      default ->
          throw new SourceError(
              graph.position(),
              Rule.NOT_SUPPORTED,
              "not supported in a program: " + name + " of a timer");
    };
  }

  private MapField map(Value map) {
    if (map.operation() instanceof Operation.MapAddress address) {
      return module.map(address.map());
    }
    throw new SourceError(
        graph.position(),
        Rule.DEPENDS_ON_PATH,
        "which map this is depends on the path taken: name its static field where it is used");
  }

  private Value call(int number, Value... arguments) {
    HelperRow helper = HelperRow.of(number);
    calls.requireAllowed(helper);
    Value result =
        graph.add(new Operation.CallHelper(number, helper.name(), true), ValueType.LONG, arguments);
    return graph.convert(Conversion.LONG_TO_INT, result);
  }
}
