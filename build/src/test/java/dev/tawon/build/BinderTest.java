package dev.tawon.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes do the same when they are bound, without the dynamic calls. */
class BinderTest {
  private static final String SOURCE =
      """
      package sample;

      import java.lang.annotation.*;
      import java.util.*;
      import java.util.function.*;

      public final class Sample {
        @Target(ElementType.TYPE_USE)
        @Retention(RetentionPolicy.RUNTIME)
        @interface Maybe {}

        sealed interface Shape permits Dot, Round, Box {}
        record Dot() implements Shape {}
        sealed interface Round extends Shape permits Circle, Ball {}
        record Circle(double radius) implements Round {}
        record Ball(float radius, long weight, byte[] colour) implements Round {}
        record Box(int a, boolean b, char c, short d, byte e, String f) implements Shape {}
        enum Colour { RED, GREEN }

        interface Greeter {
          String greet(String name);
          default Supplier<String> later(String name) { return () -> decorate(greet(name)); }
          private String decorate(String text) { return "<" + text + ">"; }
        }

        interface Namer { String greet(String name); }

        static String name(Shape shape) {
          return switch (shape) {
            case null -> "null";
            case Circle circle when circle.radius() > 10 -> "large";
            case Dot _, Circle _ -> "small";
            case Ball ball when ball.weight() < 0 -> "light";
            case Round _ -> "round";
            case Box(int a, var b, _, _, _, String f) when b -> f + a;
            case Box _ -> "box";
          };
        }

        static String kind(Object object) {
          return switch (object) {
            case Integer number when number > 5 -> "big";
            case Integer _, Long _ -> "number";
            case String text -> text;
            case Colour colour -> colour.name();
            case int[] array -> "ints" + array.length;
            default -> "other";
          };
        }

        static String loop(List<Shape> shapes) {
          StringBuilder text = new StringBuilder();
          for (Shape shape : shapes) {
            @Maybe String named = name(shape);
            switch (shape) {
              case Dot _, Box _ -> text.append("corner ");
              case Circle _, Ball _ -> text.append("curve ");
            }
            text.append(named).append(' ');
          }
          return text.toString();
        }

        private int field = 3;
        private int plus(int number) { return number + field; }
        private static long twice(int number) { return number * 2L; }

        String lambdas() {
          int captured = 4;
          long wide = 1L << 40;
          IntUnaryOperator add = x -> x + captured + field;
          Function<Integer, Integer> boxed = this::plus;
          ToLongFunction<Integer> wider = Sample::twice;
          Supplier<List<String>> make = ArrayList::new;
          IntFunction<int[]> array = int[]::new;
          BiFunction<String, Integer, Character> at = String::charAt;
          Supplier<Supplier<String>> nested = () -> () -> "" + wide + captured;
          Runnable nothing = () -> {};
          Consumer<List<String>> adds = list -> list.add("x");
          List<String> list = make.get();
          nothing.run();
          adds.accept(list);
          Greeter greeter = name -> "hello " + name;
          Namer namer = name -> "dear " + name;
          float narrow = captured / 8f;
          double precise = wide * 1.5;
          String[] texts = {"a", "b"};
          boolean isSet = captured > 3;
          Supplier<String> kinds = () -> texts[1] + precise + list + narrow + isSet + wide + captured;
          LongBinaryOperator longs = (a, b) -> a - b + wide;
          return add.applyAsInt(1) + " " + boxed.apply(5) + " " + wider.applyAsLong(7) + " " + list + array.apply(3).length
              + at.apply("abc", 1) + nested.get().get() + greeter.later("you").get()
              + namer.greet("me") + kinds.get() + longs.applyAsLong(7, 3);
        }

        static String strings(byte b, short s, char c, int i, long l, float f, double d, boolean z, Object o, char[] chars) {
          return "" + b + s + c + i + l + f + d + z + o + null + "\\1\\2" + (chars == null ? "" : chars.length) + chars(c);
        }
        private static String chars(char c) { return c + "" + c; }

        public static String run() {
          Ball ball = new Ball(Float.NaN, 7, null);
          Box box = new Box(1, true, 'c', (short) 2, (byte) 3, null);
          List<Object> all = new ArrayList<>();
          all.add(loop(Arrays.asList(new Dot(), new Circle(11), new Circle(1), ball, box,
              new Ball(1, -1, null), new Box(1, false, 'c', (short) 2, (byte) 3, "f"))));
          all.add(name(null));
          for (Object object : new Object[] {7, 3, 3L, "text", Colour.RED, new int[2], 'c'}) all.add(kind(object));
          all.add(ball.equals(new Ball(Float.NaN, 7, null)));
          all.add(ball.equals(new Ball(0, 7, null)));
          all.add(new Circle(0.0).equals(new Circle(-0.0)));
          all.add(box.equals(new Box(1, true, 'c', (short) 2, (byte) 3, null)));
          all.add(box.equals(new Box(1, true, 'd', (short) 2, (byte) 3, null)));
          all.add(box.equals(null));
          all.add(box.equals("box"));
          all.add(new Dot().equals(new Dot()));
          all.add(List.of(ball.hashCode(), box.hashCode(), new Dot().hashCode(), new Circle(2.5).hashCode()));
          all.add(box.toString());
          all.add(new Sample().lambdas());
          all.add(strings((byte) -1, (short) 2, 'c', 3, 1L << 40, 1.5f, 2.5, true, "o", null));
          try {
            loop(Arrays.asList((Shape) null));
          } catch (NullPointerException e) {
            all.add("refuses null");
          }
          return all.toString();
        }
      }
      """;

  @TempDir private Path directory;

  @BeforeEach
  void compile() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source")).resolve("Sample.java");
    Files.writeString(source, SOURCE);
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-g", "-d", classes().toString(), source.toString());
    assertThat(failed).isZero();
  }

  @Test
  void shouldDoWhatTheClassesDid() throws Exception {
    String before = run();
    bind();
    assertThat(run()).isEqualTo(before);
  }

  @Test
  void shouldLeaveNoDynamicCallButThoseForPrintingRecords() throws Exception {
    assertThat(dynamicCalls()).contains("typeSwitch", "equals", "hashCode", "apply");
    bind();
    assertThat(dynamicCalls()).containsOnly("toString");
  }

  @Test
  void shouldLeaveBoundClassesAsTheyAre() throws Exception {
    bind();
    List<byte[]> once = contents();
    bind();
    assertThat(contents()).usingRecursiveComparison().isEqualTo(once);
  }

  @Test
  void shouldLeaveExcludedPackagesAlone() throws Exception {
    List<byte[]> before = contents();
    bind("sample");
    assertThat(contents()).usingRecursiveComparison().isEqualTo(before);
  }

  @Test
  void shouldPutTheLambdasOfAClassIntoOneUnlessTheirInterfacesAreAlike() throws Exception {
    bind();
    assertThat(files().stream().map(file -> file.getFileName().toString()))
        .filteredOn(name -> name.contains("$Lambda"))
        .containsExactly(
            "Sample$Greeter$Lambda0.class", "Sample$Lambda0.class", "Sample$Lambda1.class");
  }

  private Path classes() {
    return directory.resolve("classes");
  }

  private void bind(String... excluded) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader context = thread.getContextClassLoader();
    try (URLClassLoader loader = loader()) {
      thread.setContextClassLoader(loader);
      List<String> arguments = new ArrayList<>(List.of(classes().toString()));
      arguments.addAll(List.of(excluded));
      Binder.main(arguments.toArray(String[]::new));
    } finally {
      thread.setContextClassLoader(context);
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(new URL[] {classes().toUri().toURL()});
  }

  private String run() throws Exception {
    try (URLClassLoader loader = loader()) {
      return (String) loader.loadClass("sample.Sample").getMethod("run").invoke(null);
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(classes())) {
      return files.filter(file -> file.toString().endsWith(".class")).sorted().toList();
    }
  }

  private List<byte[]> contents() throws IOException {
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files()) {
      contents.add(Files.readAllBytes(file));
    }
    return contents;
  }

  private List<String> dynamicCalls() throws IOException {
    List<String> names = new ArrayList<>();
    for (Path file : files()) {
      ClassModel model = ClassFile.of().parse(file);
      model.methods().stream()
          .flatMap(method -> method.code().stream())
          .flatMap(code -> code.elementStream())
          .filter(InvokeDynamicInstruction.class::isInstance)
          .forEach(call -> names.add(((InvokeDynamicInstruction) call).name().stringValue()));
    }
    return names;
  }
}
