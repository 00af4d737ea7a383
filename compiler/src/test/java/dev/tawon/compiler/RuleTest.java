package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The pages of the rules: each says what it is, and its examples are true. */
class RuleTest {
  /** Those that no Java that stands on a page breaks; tests here and elsewhere do, but for what is not thought of yet. */
  private static final Set<Rule> WITHOUT_EXAMPLE =
      EnumSet.of(
          Rule.CONFIGURATION,
          Rule.DAMAGED_CLASS,
          Rule.INTERNAL_ERROR,
          Rule.LINKED_CALL,
          Rule.MISSING_CLASS,
          Rule.NOT_SUPPORTED,
          Rule.PROGRAM_TOO_LONG);

  private static final Pattern BLOCK =
      Pattern.compile("```java(?: target=(\\S+))?\n(.*?)```", Pattern.DOTALL);

  private static final String IMPORTS =
      "import dev.tawon.lang.*; import dev.tawon.lang.map.*; import dev.tawon.lang.net.*;\n";

  /** A file with a block of Java, in a package of its own unless that is empty. */
  private static String file(String block, String inPackage) {
    String head = inPackage.isEmpty() ? IMPORTS : "package " + inPackage + "; " + IMPORTS;
    return block.contains("@BpfModule")
        ? head + block
        : head + "@BpfModule final class Page {\n" + block + "}\n";
  }

  /** The diagnostics of a block of Java; none if it compiles. */
  private static List<Diagnostic> compile(String block) {
    return compile(JavaText.compile(Map.of("Page", file(block, "")), ""), "Page", options("6.12"));
  }

  private static CompilerOptions options(String target) {
    return new CompilerOptions(Map.of(), false, Target.parse(target));
  }

  private static List<Diagnostic> compile(
      ClassLoader classes, String name, CompilerOptions options) {
    try {
      Compiler.compile(Class.forName(name, false, classes), options);
      return List.of();
    } catch (CompilationException e) {
      return e.diagnostics();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first block of Java in a part of a page. */
  private record Example(String text, String target) {
    static @Nullable Example of(String part) {
      Matcher block = BLOCK.matcher(part);
      return block.find()
          ? new Example(block.group(2), block.group(1) == null ? "6.12" : block.group(1))
          : null;
    }
  }

  private static String before(Rule rule) {
    return rule.page().substring(0, instead(rule));
  }

  private static String after(Rule rule) {
    return rule.page().substring(instead(rule));
  }

  private static int instead(Rule rule) {
    int instead = rule.page().indexOf("\n## Instead\n");
    assertThat(instead).as(rule.code()).isPositive();
    return instead;
  }

  @TestFactory
  Stream<DynamicTest> shouldExplainEachRuleByTrueExamples() {
    Map<String, String> files = new TreeMap<>();
    for (Rule rule : Rule.values()) {
      put(files, "wrong." + rule.name(), Example.of(before(rule)));
      put(files, "right." + rule.name(), Example.of(after(rule)));
    }
    ClassLoader classes = JavaText.compile(files, "");
    return Arrays.stream(Rule.values())
        .map(rule -> DynamicTest.dynamicTest(rule.code(), () -> check(rule, classes)));
  }

  private static void put(Map<String, String> files, String inPackage, @Nullable Example example) {
    if (example != null) {
      files.put(inPackage + ".Page", file(example.text(), inPackage));
    }
  }

  private static void check(Rule rule, ClassLoader classes) {
    String summary = rule.summary();
    assertThat(rule.page())
        .startsWith(
            "# %s\n\n%s.\n\n    error: "
                .formatted(
                    rule.code(),
                    summary.substring(0, 1).toUpperCase(Locale.ROOT) + summary.substring(1)));
    Example wrong = Example.of(before(rule));
    assertThat(wrong == null).isEqualTo(WITHOUT_EXAMPLE.contains(rule));
    if (wrong == null) {
      return;
    }
    List<Diagnostic> said =
        compile(classes, "wrong." + rule.name() + ".Page", options(wrong.target()));
    assertThat(said)
        .as("%s", said)
        .isNotEmpty()
        .allMatch(diagnostic -> diagnostic.rule() == rule && diagnostic.file().equals("Page.java"));
    Example right = Objects.requireNonNull(Example.of(after(rule)));
    assertThat(compile(classes, "right." + rule.name() + ".Page", options(right.target())))
        .isEmpty();
  }

  @Test
  void shouldHaveAPageForEachRuleAndNoOther() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../docs/diagnostics"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> !name.equals("README.md")))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(Rule.values()).map(rule -> rule.code() + ".md").toList());
    }
    String list = Files.readString(Path.of("../docs/diagnostics/README.md"));
    for (Rule rule : Rule.values()) {
      assertThat(list)
          .contains("| [%s](%s.md) | %s |".formatted(rule.code(), rule.code(), rule.summary()));
      assertThat(Rule.of(rule.code())).contains(rule);
    }
    assertThat(Rule.of("nonsense")).isEmpty();
  }

  @Test
  void shouldEndTheMessageWithTheCode() {
    List<Diagnostic> said =
        compile(
            """
            @RawTracepoint("sys_enter")
            static int run(long registers, long number) {
              long[] many = new long[100];
              return (int) many[(int) number];
            }
            """);
    assertThat(said.getFirst().toString().lines().findFirst().orElseThrow())
        .startsWith("Page.java:5: error: run needs 800 bytes")
        .endsWith(" [stack-space]");
  }

  @Test
  void shouldRefuseAProgramThatIsTooLong() {
    String text =
        """
        static int sum;
        @RawTracepoint("sys_enter")
        static int run(long a, long b) { %s return sum; }
        """
            .formatted("sum += a;".repeat(4000));
    assertThat(compile(text)).extracting(Diagnostic::rule).containsExactly(Rule.PROGRAM_TOO_LONG);
  }

  /** Functions need too much stack, and inlined they are too long: the first is what can be helped. */
  @Test
  void shouldSayWhyFunctionsWereRefusedIfTheyAreTooLongInlined() {
    String text =
        """
        static int sum;
        static int add(long[] row) { %s return sum; }
        @RawTracepoint("sys_enter")
        static int run(long a, long b) {
          long[] one = new long[20];
          long[] two = new long[20];
          long[] three = new long[20];
          long[] four = new long[20];
          return add(one) + add(two) + add(three) + add(four);
        }
        """
            .formatted("sum += (int) row[3];".repeat(800));
    assertThat(compile(text)).extracting(Diagnostic::rule).containsExactly(Rule.STACK_SPACE);
  }

  private static final String TWO_CLASSES =
      IMPORTS
          + """
          @BpfModule
          final class Page {
            static final HashMap<Integer, Other> OTHERS = HashMap.of(4);
            @RawTracepoint("sys_enter")
            static int run(long a, long b) {
              Other other = OTHERS.get((int) a);
              return other == null ? 0 : other.number;
            }
          }
          @Struct
          final class Other {
            int number;
          }
          """;

  @Test
  void shouldReportAnExceptionOfItsOwnAsABugWithTheMethod() {
    ClassLoader classes = JavaText.compile(Map.of("Page", TWO_CLASSES), "Other");
    CompilationException refused =
        catchThrowableOfType(
            CompilationException.class,
            () ->
                Compiler.compile(
                    Class.forName("Page", false, classes), CompilerOptions.defaults()));
    Diagnostic bug = refused.diagnostics().getFirst();
    assertThat(bug.rule()).isEqualTo(Rule.INTERNAL_ERROR);
    assertThat(bug.file() + ":" + bug.line()).isEqualTo("Page.java:8");
    assertThat(bug.message())
        .contains("this is a bug in the compiler", "IllegalStateException: the disk is on fire")
        .containsPattern("Page\\.run\\(JJ\\)I\n")
        .containsPattern("\n> +\\d+: getfield Other\\.number:I  // line 8");
    assertThat(refused.getSuppressed()[0]).hasRootCauseMessage("the disk is on fire");
  }

  @Test
  void shouldSayWhichClassIsMissing() {
    ClassLoader classes = JavaText.compile(Map.of("Page", TWO_CLASSES), "");
    ClassLoader without =
        new ClassLoader(RuleTest.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (!name.equals("Page")) {
              throw new ClassNotFoundException(name);
            }
            try (var stream = classes.getResourceAsStream("Page.class")) {
              byte[] file = stream.readAllBytes();
              return defineClass(name, file, 0, file.length);
            } catch (IOException e) {
              throw new ClassNotFoundException(name, e);
            }
          }

          @Override
          public InputStream getResourceAsStream(String name) {
            return classes.getResourceAsStream(name);
          }
        };
    assertThat(compile(without, "Page", CompilerOptions.defaults()))
        .extracting(Diagnostic::rule)
        .containsExactly(Rule.MISSING_CLASS);
  }

  @Test
  void shouldRefuseASettingThatTheModuleDoesNotHave() {
    ClassLoader classes = JavaText.compile(Map.of("Page", TWO_CLASSES), "");
    assertThat(compile(classes, "Page", new CompilerOptions(Map.of("level", 1), false)))
        .extracting(Diagnostic::rule)
        .containsExactly(Rule.CONFIGURATION);
  }
}
