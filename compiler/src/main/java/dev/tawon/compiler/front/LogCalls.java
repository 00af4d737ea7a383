package dev.tawon.compiler.front;

import static dev.tawon.compiler.ir.HelperNumbers.PROBE_READ_KERNEL;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_RESERVE;
import static dev.tawon.compiler.ir.HelperNumbers.RINGBUF_SUBMIT;

import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.LogPart;
import dev.tawon.compiler.LogSite;
import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Conversion;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.JumpCondition;
import dev.tawon.isa.Width;
import dev.tawon.lang.Log;
import dev.tawon.lang.LogLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Calls of {@link Log}: a record with the line's number and the values of its parts, built in the ring. */
final class LogCalls {
  static final String OWNER = "dev/tawon/lang/Log";

  /** {@code BPF_RB_NO_WAKEUP}. */
  private static final long NO_WAKEUP = 1;

  /** Arrays up to this are copied by loads and stores, which cost less than a call. */
  private static final int SMALL = 64;

  /** Arrays up to this are copied so where the helper cannot be called. */
  private static final int LARGEST_WITHOUT_HELPER = 512;

  /** All of a line's values; the ring has room for some. */
  private static final int LARGEST_RECORD = 4096;

  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;
  private final ModuleClasses module;
  private final Texts texts;

  LogCalls(Calls calls, GraphBuilder graph, Memory memory, ModuleClasses module, Texts texts) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
    this.module = module;
    this.texts = texts;
  }

  /** Translates a call. */
  @Nullable Value invoke(String name, List<Value> arguments) {
    if (name.equals("isEnabled")) {
      return graph.constantInt(module.logs().includes(level(arguments.getFirst())) ? 1 : 0);
    }
    LogLevel level = LogLevel.valueOf(name.toUpperCase(Locale.ROOT));
    if (module.logs().includes(level)) {
      send(level, arguments.getFirst());
    }
    return null;
  }

  private LogLevel level(Value value) {
    if (!(Enums.known(LogLevel.class, value) instanceof LogLevel level)) {
      throw new SourceError(
          graph.position(), Rule.CONSTANT_ARGUMENT, "level is a constant, such as LogLevel.DEBUG");
    }
    return level;
  }

  /** What goes where in the record. */
  private record Field(Texts.@Nullable Part part, int offset, Value value) {}

  /** The line's parts, and the fields of its record, as they are laid out. */
  private static final class Layout {
    final List<LogPart> parts = new ArrayList<>();
    final List<Field> fields = new ArrayList<>();
    final StringBuilder fixed = new StringBuilder();
    int end = Integer.BYTES;

    int place(int bytes, int alignment) {
      int at = (end + alignment - 1) & -alignment;
      end = at + bytes;
      return at;
    }

    void add(LogPart part) {
      flush();
      parts.add(part);
    }

    void flush() {
      if (!fixed.isEmpty()) {
        parts.add(new LogPart.Text(fixed.toString()));
        fixed.setLength(0);
      }
    }

    int field(Texts.@Nullable Part part, int bytes, int alignment, Value value) {
      int at = place(bytes, alignment);
      fields.add(new Field(part, at, value));
      return at;
    }
  }

  private void send(LogLevel level, Value line) {
    Layout layout = new Layout();
    lay(layout, texts.line(line));
    layout.flush();
    if (layout.end > LARGEST_RECORD) {
      throw new SourceError(
          graph.position(),
          Rule.LOG_SIZE,
          "a line has at most "
              + LARGEST_RECORD
              + " bytes of values, and this one has "
              + layout.end
              + ": log less of them");
    }
    HelperRow reserve = HelperRow.of(RINGBUF_RESERVE);
    calls.requireAllowed(reserve);
    LogSite site =
        new LogSite(
            graph.function().program(),
            graph.position().file(),
            graph.position().line(),
            level,
            layout.parts);
    Value ring = graph.add(new Operation.MapAddress(module.logs().ring()), ValueType.REFERENCE);
    Value record =
        graph.add(
            new Operation.CallHelper(RINGBUF_RESERVE, reserve.name(), true),
            ValueType.REFERENCE,
            ring,
            graph.constantLong(layout.end),
            graph.constantLong(0));
    Block lost = graph.newBlock();
    Block there = graph.newBlock();
    Block join = graph.newBlock();
    graph.branch(JumpCondition.EQ, record, graph.constantNull(), lost, there);
    graph.seal(lost);
    graph.seal(there);
    graph.enter(there);
    memory.store(Integer.BYTES, record, 0, graph.constantInt(module.logs().number(site)));
    layout.fields.forEach(field -> fill(record, field));
    graph.add(
        new Operation.CallHelper(RINGBUF_SUBMIT, "bpf_ringbuf_submit", true),
        ValueType.NONE,
        record,
        graph.constantLong(NO_WAKEUP));
    graph.jump(join);
    graph.enter(lost);
    countLost();
    graph.jump(join);
    graph.seal(join);
    graph.enter(join);
  }

  private void countLost() {
    GlobalVariables.Variable lost =
        module.staticFields().variable(Log.class, LogFormats.LOST, long.class, 0L);
    graph.add(
        new Operation.AtomicAdd(Width.DOUBLE, 0),
        ValueType.NONE,
        graph.add(new Operation.Global(GlobalVariables.MAP, lost.offset()), ValueType.REFERENCE),
        graph.constantLong(1));
  }

  private void lay(Layout layout, Value text) {
    if (!(text.operation() instanceof Operation.Concatenation(Texts.Recipe recipe))) {
      throw SourceError.damaged(graph.position(), "a text without parts");
    }
    int input = 0;
    for (Texts.Part part : recipe.parts()) {
      if (part instanceof Texts.Part.Fixed(String fixed)) {
        layout.fixed.append(fixed);
      } else {
        lay(layout, text, part, text.input(input++));
      }
    }
  }

  private void lay(Layout layout, Value text, Texts.Part part, Value value) {
    switch (part) {
      case Texts.Part.Fixed _ -> {}
      case Texts.Part.Nested _ -> lay(layout, value);
      case Texts.Part.Numeral(LogPart.Style style, int bytes) ->
          layout.add(new LogPart.Numeral(layout.field(part, bytes, bytes, value), bytes, style));
      case Texts.Part.Boxed(LogPart.Style style, int bytes) -> {
        Value present = graph.truth(JumpCondition.NE, value, graph.constantNull());
        Value number =
            graph.boxes().number(value, bytes == Long.BYTES ? ValueType.LONG : ValueType.INT);
        int there = layout.field(null, Integer.BYTES, Integer.BYTES, present);
        int at = layout.field(part, bytes, bytes, number);
        layout.add(new LogPart.Nullable(there, new LogPart.Numeral(at, bytes, style)));
      }
      case Texts.Part.Bytes _ -> {
        if (graph.mayHaveWrittenSince(text)) {
          throw new SourceError(
              graph.position(),
              Rule.LOG_LATE,
              "the array may have changed since the line was put together: write the line where it"
                  + " is logged, and what has an effect before");
        }
        int length = memory.arrayOf(value).length();
        layout.add(new LogPart.Bytes(layout.field(part, length, 1, value), length));
      }
      case Texts.Part.EnumConstant(Class<?> type, boolean name) -> {
        Value number =
            graph.convert(
                Conversion.LONG_TO_INT, graph.add(new Operation.Offset(0), ValueType.LONG, value));
        int at = layout.field(part, Integer.BYTES, Integer.BYTES, number);
        layout.add(
            new LogPart.Named(
                at,
                EnumConstants.of(type).stream()
                    .map(each -> name ? each.name() : String.valueOf(each))
                    .toList()));
      }
      case Texts.Part.Choice _ -> {
        Value number = graph.add(new Operation.TextNumber(), ValueType.INT, value);
        layout.add(new LogPart.Choice(layout.field(part, Integer.BYTES, Integer.BYTES, number)));
      }
    }
  }

  private void fill(Value record, Field field) {
    if (!(field.part() instanceof Texts.Part.Bytes)) {
      int bytes =
          switch (field.part()) {
            case Texts.Part.Numeral(LogPart.Style _, int own) -> own;
            case Texts.Part.Boxed(LogPart.Style _, int own) -> own;
            case null, default -> Integer.BYTES;
          };
      memory.store(bytes, record, field.offset(), field.value());
      return;
    }
    int length = memory.arrayOf(field.value()).length();
    boolean ofKernel = field.value().operation() instanceof Operation.KernelAddress;
    HelperRow helper = HelperRow.of(PROBE_READ_KERNEL);
    if (ofKernel || (length > SMALL && calls.refusal(helper) == null)) {
      calls.requireAllowed(helper);
      graph.add(
          new Operation.CallHelper(PROBE_READ_KERNEL, helper.name(), true),
          ValueType.LONG,
          memory.offset(record, field.offset()),
          graph.constantLong(length),
          graph.add(new Operation.Offset(0), ValueType.LONG, field.value()));
      return;
    }
    KernelHelperCalls.Refusal refusal = calls.refusal(helper);
    if (length > LARGEST_WITHOUT_HELPER && refusal != null) {
      throw new SourceError(
          graph.position(),
          Rule.LIBRARY_METHOD,
          "an array of more than "
              + LARGEST_WITHOUT_HELPER
              + " bytes is logged by a helper, and "
              + refusal.reason());
    }
    copy(record, field.offset(), field.value(), length);
  }

  private void copy(Value record, int offset, Value array, int length) {
    Place place = Place.after(array, 0);
    // The verifier wants the stack read at multiples of what is read, and knows of no other place
    // that it is one.
    boolean aligned =
        switch (place.base().operation()) {
          case Operation.StackSlot _, Operation.CallHelper _, Operation.Global _ -> true;
          default -> false;
        };
    int at = 0;
    while (at < length) {
      int bytes = aligned ? Long.BYTES : 1;
      while (bytes > length - at || (place.offset() + at) % bytes != 0) {
        bytes /= 2;
      }
      Value piece =
          graph.add(
              new Operation.Load(Width.ofBytes(bytes), false, place.offset() + at),
              bytes == Long.BYTES ? ValueType.LONG : ValueType.INT,
              place.base());
      memory.store(bytes, record, offset + at, piece);
      at += bytes;
    }
  }
}
