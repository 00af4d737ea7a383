package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DiagnosticsTest {
  private static final Path SOURCES = Path.of("src/test/java/dev/tawon/compiler");
  private static final String MARK = "// error: ";

  @Test
  void shouldSayOnTheLineWhatEachProgramDoesWrong() throws IOException {
    for (Class<?> module :
        List.of(
            RefusedPrograms.class,
            RefusedObjects.class,
            RefusedCalls.class,
            RefusedLanguage.class,
            RefusedLibrary.class,
            RefusedLogs.class)) {
      assertRefusedWhereMarked(module, Target.of(6, 2));
    }
  }

  @Test
  void shouldSayOnTheLineWhatEachLoopOverTheKernelDoesWrong() throws IOException {
    assertRefusedWhereMarked(RefusedIterations.class, Target.of(6, 12));
  }

  @Test
  void shouldSayOnTheLineWhatASecurityHookDoesNotTake() throws IOException {
    assertRefusedWhereMarked(RefusedSecurityHooks.class, Target.of(6, 12));
  }

  @Test
  void shouldSayOnTheLineWhichResultsAHookDoesNotTake() throws IOException {
    assertRefusedWhereMarked(RefusedResults.class, Target.of(6, 12));
  }

  @Test
  void shouldSayOnTheLineWhatIsDeclaredSoThatItIsNoProgram() throws IOException {
    assertRefusedWhereMarked(RefusedDeclarations.class, Target.of(6, 12));
  }

  @Test
  void shouldSayOnTheLineWhatIsNotSupportedYet() throws IOException {
    assertRefusedWhereMarked(RefusedYet.class, Target.of(6, 12));
  }

  @Test
  void shouldSayOnTheLineWhatIsNotGivenBack() throws IOException {
    assertRefusedWhereMarked(RefusedResources.class, Target.of(6, 12));
  }

  @Test
  void shouldSayOnTheLineHowARecordIsMisused() throws IOException {
    assertRefusedWhereMarked(RefusedRecords.class, Target.of(6, 12));
    assertRefusedWhereMarked(RefusedRecords.class, Target.of(5, 17));
  }

  @Test
  void shouldSayOnTheLineToTheEndOfWhichLoopTheVerifierDoesNotCome() throws IOException {
    assertRefusedWhereMarked(RefusedLoops.class, Target.of(6, 12));
  }

  private static void assertRefusedWhereMarked(Class<?> module, Target target) throws IOException {
    String file = module.getSimpleName() + ".java";
    Map<Integer, String> expected = expected(Files.readAllLines(SOURCES.resolve(file)));
    CompilationException refused =
        catchThrowableOfType(
            CompilationException.class,
            () -> Compiler.compile(module, new CompilerOptions(Map.of(), true, target)));
    Map<Integer, String> said = new TreeMap<>();
    for (Diagnostic diagnostic : refused.diagnostics()) {
      assertThat(diagnostic.file()).isEqualTo(file);
      said.merge(diagnostic.line(), diagnostic.message(), (one, other) -> one + "\n" + other);
    }
    assertThat(said.keySet()).as("%s", refused.getMessage()).isEqualTo(expected.keySet());
    expected.forEach((line, message) -> assertThat(said.get(line)).contains(message));
  }

  @Test
  void shouldRefuseAClassThatIsNoModule() {
    assertThat(
            catchThrowableOfType(
                CompilationException.class,
                () ->
                    Compiler.compile(
                        String.class, new CompilerOptions(Map.of(), true, Target.of(6, 2)))))
        .hasMessageContaining("@BpfModule");
  }

  /** The line after each mark, with the text of the mark. */
  private static Map<Integer, String> expected(List<String> lines) {
    Map<Integer, String> expected = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      int mark = lines.get(i).indexOf(MARK);
      if (mark >= 0) {
        expected.put(i + 2, lines.get(i).substring(mark + MARK.length()));
      }
    }
    return expected;
  }
}
