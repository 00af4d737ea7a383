package dev.tawon.compiler.front;

import dev.tawon.compiler.Rule;
import dev.tawon.compiler.ir.Alignment;
import dev.tawon.compiler.ir.Block;
import dev.tawon.compiler.ir.Operation;
import dev.tawon.compiler.ir.Value;
import dev.tawon.compiler.ir.ValueType;
import dev.tawon.isa.Width;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Those methods of {@link dev.tawon.lang.Text} that compare with a string: a few wide loads where Java's own body has a loop. */
final class TextCalls {
  static final String OWNER = "dev/tawon/lang/Text";

  private final Calls calls;
  private final GraphBuilder graph;
  private final Memory memory;

  TextCalls(Calls calls, GraphBuilder graph, Memory memory) {
    this.calls = calls;
    this.graph = graph;
    this.memory = memory;
  }

  /** Translates a call; null if the method's own body is to be. */
  @Nullable Value invoke(String name, List<Value> arguments) {
    return switch (name) {
      case "size" -> graph.constantInt(bytes(arguments.get(0)).length);
      case "equals" -> {
        byte[] wanted = bytes(arguments.get(1));
        int length = memory.arrayOf(arguments.get(0)).length();
        if (contains0(wanted) || wanted.length > length) {
          yield graph.constantInt(0);
        }
        // The text is no longer than the string if a zero follows.
        boolean zero = wanted.length < length;
        yield matches(arguments.get(0), zero ? Arrays.copyOf(wanted, wanted.length + 1) : wanted);
      }
      case "startsWith" -> {
        byte[] wanted = bytes(arguments.get(1));
        yield contains0(wanted) || wanted.length > memory.arrayOf(arguments.get(0)).length()
            ? graph.constantInt(0)
            : matches(arguments.get(0), wanted);
      }
      case "matches" -> {
        byte[] wanted = bytes(arguments.get(2));
        int last = memory.arrayOf(arguments.get(0)).length() - wanted.length;
        if (last < 0) {
          throw new SourceError(
              graph.position(),
              Rule.ALWAYS_FAILS,
              "the array is shorter than the string, always: this is a fault");
        }
        Value at = memory.checkedIndex(arguments.get(1), last);
        yield matches(memory.add(arguments.get(0), at), wanted);
      }
      default -> null;
    };
  }

  private byte[] bytes(Value string) {
    return calls
        .stringLiteral(string, "what a text is compared with")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static boolean contains0(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return true;
      }
    }
    return false;
  }

  /** 1 if bytes stand at an address, else 0. */
  private Value matches(Value address, byte[] wanted) {
    Place place = Place.after(address, 0);
    Value base = place.base();
    int offset = place.offset();
    boolean aligned = Alignment.allowsWords(base);
    Block differ = graph.newBlock();
    int at = 0;
    while (at < wanted.length) {
      int bytes = aligned ? Long.BYTES : 1;
      while (bytes > wanted.length - at || (offset + at) % bytes != 0) {
        bytes /= 2;
      }
      Value there =
          graph.add(
              new Operation.Load(Width.ofBytes(bytes), false, offset + at),
              bytes == Long.BYTES ? ValueType.LONG : ValueType.INT,
              base);
      long number = littleEndian(wanted, at, bytes);
      graph.unlessEqual(
          there,
          bytes == Long.BYTES ? graph.constantLong(number) : graph.constantInt((int) number),
          differ);
      at += bytes;
    }
    return graph.truthUnless(differ);
  }

  private static long littleEndian(byte[] bytes, int at, int count) {
    long number = 0;
    for (int i = count - 1; i >= 0; i--) {
      number = number << Byte.SIZE | bytes[at + i] & 0xff;
    }
    return number;
  }
}
