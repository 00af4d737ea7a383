package dev.tawon.bpf.compiled;

import dev.tawon.testkit.KernelTest;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The corpus on kernels in virtual machines: what is compiled for a kernel is verified by it, and computes what the JVM does.
 * A program is left out where the compiler says that it needs a newer kernel, and the kernel is older indeed.
 */
@KernelTest(host = false)
class CorpusKernelTest {
  private static final int INPUTS = 60;

  private static final List<Class<?>> MODULES =
      List.of(
          AlgorithmsCorpusTest.Programs.class,
          ArithmeticTest.Ints.class,
          ArithmeticTest.Longs.class,
          BoxTest.Programs.class,
          ByteCorpusTest.Bytes.class,
          CallbackTest.Programs.class,
          ComparisonTest.Programs.class,
          ControlTest.Programs.class,
          DecisionsCorpusTest.Programs.class,
          EnumTest.Programs.class,
          ExactMathTest.Programs.class,
          IntrinsicsTest.Programs.class,
          ReferencesTest.Programs.class,
          ShortCorpusTest.Chars.class,
          ShortCorpusTest.Shorts.class,
          StaticFieldsTest.Programs.class,
          StructTest.Programs.class,
          TextTest.Programs.class,
          WordCorpusTest.Ints.class,
          WordCorpusTest.Longs.class);

  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return MODULES.stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module.getName().replaceFirst(".*\\.", ""),
                () ->
                    Differential.compareInKernel(
                        module, Differential.pairs(new Random(1), INPUTS))));
  }
}
