package dev.tawon.compiler.back;

import dev.tawon.compiler.ir.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What takes a function's stack, as errors show it: the largest first. */
final class StackTable {
  /** The way out. */
  static final String ADVICE =
      "lay what is large in a @Scratch field, build records in a ring buffer, or keep them in a map";

  private record Row(String purpose, Position position) {}

  private StackTable() {}

  /** A function of several that are under way at once, and the bytes that the kernel reckons for it. */
  record Part(MachineProgram program, int bytes) {}

  /** The tables of several functions, each under its name. */
  static String of(List<Part> parts) {
    return parts.stream()
        .map(part -> part.program().name() + ": " + part.bytes() + " bytes\n" + of(part.program()))
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }

  /** A line for each thing, those of one place and purpose together. */
  static String of(MachineProgram program) {
    Map<Row, List<Integer>> rows = new LinkedHashMap<>();
    for (MachineProgram.StackSlot slot : program.slots()) {
      rows.computeIfAbsent(new Row(slot.purpose(), slot.position()), _ -> new ArrayList<>())
          .add(slot.bytes());
    }
    return rows.entrySet().stream()
        .sorted((left, right) -> sum(right.getValue()) - sum(left.getValue()))
        .map(row -> line(row.getKey(), row.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static int sum(List<Integer> bytes) {
    return bytes.stream().mapToInt(Integer::intValue).sum();
  }

  private static String line(Row row, List<Integer> bytes) {
    String count = bytes.size() > 1 ? bytes.size() + " times " : "";
    String place =
        row.position().line() > 0 ? row.position().file() + ":" + row.position().line() : "";
    return "  %4d bytes  %-40s %s"
        .formatted(sum(bytes), count + row.purpose(), place)
        .stripTrailing();
  }
}
