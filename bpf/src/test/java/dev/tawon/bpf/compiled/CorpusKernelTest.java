package dev.tawon.bpf.compiled;

import dev.tawon.testkit.KernelTest;
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

  @TestFactory
  Stream<DynamicTest> shouldRunAsOnTheJvm() {
    return Corpus.MODULES.stream()
        .map(module ->
            DynamicTest.dynamicTest(
                module.getName().replaceFirst(".*\\.", ""),
                () ->
                    Differential.compareInKernel(
                        module, Differential.pairs(new Random(1), INPUTS))));
  }
}
