package dev.tawon.bpf.compiled;

import java.util.List;

/** All modules of small programs that run on the JVM too. */
final class Corpus {
  static final List<Class<?>> MODULES =
      List.of(
          AlgorithmsCorpusTest.Programs.class,
          ArithmeticTest.Ints.class,
          ArithmeticTest.Longs.class,
          ArraysCorpusTest.Programs.class,
          BoxTest.Programs.class,
          ByteCorpusTest.Bytes.class,
          CallbackTest.Programs.class,
          ComparisonTest.Programs.class,
          ControlTest.Programs.class,
          DecisionsCorpusTest.Programs.class,
          EnumTest.Programs.class,
          ExactMathTest.Programs.class,
          FunctionsTest.Programs.class,
          IndexFlowCorpusTest.Programs.class,
          IndicesCorpusTest.Programs.class,
          IntrinsicsTest.Programs.class,
          LoopsCorpusTest.Programs.class,
          ReferencesTest.Programs.class,
          RegistersCorpusTest.Programs.class,
          ScratchTest.Programs.class,
          ShortCorpusTest.Chars.class,
          ShortCorpusTest.Shorts.class,
          StackPlacesTest.Programs.class,
          StaticFieldsTest.Programs.class,
          StructTest.Programs.class,
          SubprogramsTest.Programs.class,
          TextTest.Programs.class,
          WidenedTest.Programs.class,
          WordCorpusTest.Ints.class,
          WordCorpusTest.Longs.class);

  private Corpus() {}
}
