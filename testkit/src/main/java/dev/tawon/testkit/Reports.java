package dev.tawon.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/**
 * Collects what JUnit reports and writes it as Maven's surefire does, a file a class, with the kernel in the names. A test
 * that aborts itself has failed: its class was to run on this kernel.
 */
final class Reports implements TestExecutionListener {
  private static final double NANOSECONDS = 1e9;

  private enum Kind {
    PASSED,
    FAILED,
    SKIPPED
  }

  private record Case(
      String name, Kind kind, double seconds, String message, @Nullable Throwable cause) {}

  private final String kernel;
  private final Map<String, List<Case>> classes = new LinkedHashMap<>();
  private final Map<String, Long> started = new LinkedHashMap<>();

  Reports(String kernel) {
    this.kernel = kernel;
  }

  @Override
  public synchronized void executionStarted(TestIdentifier test) {
    started.put(test.getUniqueId(), System.nanoTime());
  }

  @Override
  public synchronized void executionSkipped(TestIdentifier test, String reason) {
    add(test, Kind.SKIPPED, reason, null);
  }

  @Override
  public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
    Throwable thrown = result.getThrowable().orElse(null);
    String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          add(test, Kind.PASSED, "", null);
        }
      }
      case FAILED -> add(test, Kind.FAILED, message, thrown);
      case ABORTED ->
          add(
              test,
              Kind.FAILED,
              "skipped although the kernel has what it needs: " + message,
              thrown);
    }
  }

  private void add(TestIdentifier test, Kind kind, String message, @Nullable Throwable cause) {
    String owner = test.getSource().map(Reports::owner).orElse("");
    if (owner.isEmpty()) {
      owner = "engine";
    }
    long begin = started.getOrDefault(test.getUniqueId(), System.nanoTime());
    Case done =
        new Case(name(test), kind, (System.nanoTime() - begin) / NANOSECONDS, message, cause);
    classes.computeIfAbsent(owner, _ -> new ArrayList<>()).add(done);
    System.out.printf(
        Locale.ROOT,
        "%-7s %s.%s (%.1f s)%s%n",
        kind.name().toLowerCase(Locale.ROOT),
        owner.substring(owner.lastIndexOf('.') + 1),
        done.name(),
        done.seconds(),
        message.isEmpty() ? "" : ": " + message.lines().findFirst().orElse(""));
  }

  private static String owner(TestSource source) {
    return switch (source) {
      case MethodSource method -> method.getClassName();
      case ClassSource type -> type.getClassName();
      default -> "";
    };
  }

  /** As surefire has it: the method, and of a repeated one its arguments. */
  private static String name(TestIdentifier test) {
    if (test.getSource().orElse(null) instanceof MethodSource method) {
      String shown = test.getDisplayName();
      return shown.equals(method.getMethodName() + "()")
          ? method.getMethodName()
          : method.getMethodName() + " " + shown;
    }
    return "(the class)";
  }

  /** Whether nothing failed. */
  synchronized boolean allPassed() {
    return classes.values().stream()
        .flatMap(List::stream)
        .noneMatch(test -> test.kind() == Kind.FAILED);
  }

  /** Writes the files. */
  synchronized void write(Path directory) throws Exception {
    Files.createDirectories(directory);
    for (Map.Entry<String, List<Case>> entry : classes.entrySet()) {
      Path file = directory.resolve("TEST-" + entry.getKey() + "-" + kernel + ".xml");
      try (Writer out = Files.newBufferedWriter(file)) {
        XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
        suite(xml, entry.getKey() + " [" + kernel + "]", entry.getValue());
        xml.close();
      }
    }
  }

  private static void suite(XMLStreamWriter xml, String name, List<Case> cases)
      throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    xml.writeCharacters("\n");
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", name);
    xml.writeAttribute("time", seconds(cases.stream().mapToDouble(Case::seconds).sum()));
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("skipped", count(cases, Kind.SKIPPED));
    xml.writeAttribute("failures", count(cases, Kind.FAILED));
    for (Case test : cases) {
      xml.writeCharacters("\n  ");
      xml.writeStartElement("testcase");
      xml.writeAttribute("name", plain(test.name()));
      xml.writeAttribute("classname", name);
      xml.writeAttribute("time", seconds(test.seconds()));
      switch (test.kind()) {
        case PASSED -> {}
        case SKIPPED -> {
          xml.writeEmptyElement("skipped");
          xml.writeAttribute("message", plain(test.message()));
        }
        case FAILED -> {
          xml.writeStartElement("failure");
          xml.writeAttribute("message", plain(test.message()));
          if (test.cause() != null) {
            xml.writeAttribute("type", Objects.requireNonNull(test.cause()).getClass().getName());
            StringWriter trace = new StringWriter();
            test.cause().printStackTrace(new PrintWriter(trace));
            xml.writeCharacters(plain(trace.toString()));
          }
          xml.writeEndElement();
        }
      }
      xml.writeEndElement();
    }
    xml.writeCharacters("\n");
    xml.writeEndElement();
    xml.writeEndDocument();
  }

  private static String count(List<Case> cases, Kind kind) {
    return Long.toString(cases.stream().filter(test -> test.kind() == kind).count());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  /** Without what XML 1.0 has no way to write. */
  private static String plain(String text) {
    return text.replaceAll("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD]", "?");
  }
}
