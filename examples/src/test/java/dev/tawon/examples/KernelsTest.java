package dev.tawon.examples;

import dev.tawon.testkit.KernelSuite;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples on other kernels than this machine's. */
class KernelsTest {
  @TestFactory
  Stream<DynamicTest> kernels() {
    return KernelSuite.of(KernelsTest.class).tests();
  }
}
