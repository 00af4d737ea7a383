package dev.tawon.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link KernelTest} means to JUnit. */
final class KernelExtension implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(KernelExtension.class);

  /** The kernel frees what is closed after a grace period of its own, which is seconds for programs that may sleep. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Duration POLL = Duration.ofMillis(20);

  private final TestedKernel kernel = TestedKernel.current();

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    Optional<KernelTest> test =
        AnnotationSupport.findAnnotation(context.getTestClass(), KernelTest.class);
    if (test.isEmpty()) {
      return ConditionEvaluationResult.enabled("no kernel is asked for");
    }
    if (!kernel.isGuest()) {
      if (!test.get().host()) {
        return ConditionEvaluationResult.disabled("runs in virtual machines alone");
      }
      if (!isRoot()) {
        return ConditionEvaluationResult.disabled("needs root: run the build as root");
      }
    }
    return kernel
        .lacks(test.get())
        .map(ConditionEvaluationResult::disabled)
        .orElseGet(() -> ConditionEvaluationResult.enabled("the kernel has what it needs"));
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
      return false;
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    if (!isNested(context)) {
      context.getStore(NAMESPACE).put(Census.class, Census.take(kernel.isGuest()));
    }
  }

  private static boolean isNested(ExtensionContext context) {
    return context.getRequiredTestClass().getEnclosingClass() != null;
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Census before = context.getStore(NAMESPACE).get(Census.class, Census.class);
    if (before == null) {
      return;
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> left = Census.take(kernel.isGuest()).since(before);
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(POLL.toNanos());
      left = Census.take(kernel.isGuest()).since(before);
    }
    if (!left.isEmpty()) {
      throw new AssertionError(
          context.getRequiredTestClass().getSimpleName()
              + " leaves behind: "
              + String.join(", ", left));
    }
  }
}
