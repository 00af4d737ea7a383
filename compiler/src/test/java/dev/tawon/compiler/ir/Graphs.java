package dev.tawon.compiler.ir;

import dev.tawon.compiler.Target;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Passes on functions that are written as text, as {@link GraphReader} reads it. */
public final class Graphs {
  private Graphs() {}

  /** A graph as {@link #after} writes it, whatever its values are called. */
  public static String graph(String text) {
    return GraphText.of(GraphReader.read(text));
  }

  /** What a pass makes of a graph. */
  public static String after(Consumer<Function> pass, String before) {
    Function function = GraphReader.read(before);
    pass.accept(function);
    return GraphText.of(function);
  }

  /** What a pass makes of a graph, for Linux 6.12. */
  public static String after(BiConsumer<Function, Target> pass, String before) {
    return after(function -> pass.accept(function, Target.of(6, 12)), before);
  }
}
