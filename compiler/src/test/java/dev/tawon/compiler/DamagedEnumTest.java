package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Enums whose class files lack what gives the JVM their constants. */
final class DamagedEnumTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Shade.values()[(int) a & 1] == null ? 1 : 0",
        "SHADES.get(1) == Shade.valueOf(\"DARK\") ? 1 : 0",
        "switch (SHADES.get(1)) { case DARK -> 2; case null, default -> 3; }",
        "SHADES.get(1) == null ? 0 : SHADES.get(1).weight"
      })
  void shouldSayThatTheClassIsDamaged(String result) throws Exception {
    ClassLoader classes =
        JavaText.compile(
            Map.of(
                "Page",
                """
                import dev.tawon.lang.*;
                import dev.tawon.lang.map.*;
                @BpfModule
                final class Page {
                  static final HashMap<Integer, Shade> SHADES = HashMap.of(4);
                  @RawTracepoint("sys_enter")
                  static int run(long a, long b) {
                    return %s;
                  }
                }
                enum Shade {
                  LIGHT, DARK;
                  final int weight = 3;
                }
                """
                    .formatted(result)),
            "");
    byte[] page = Mutant.file(Class.forName("Page", false, classes));
    byte[] shade = withoutValues(Mutant.file(Class.forName("Shade", false, classes)));
    Class<?> module =
        Class.forName(
            "Page", false, new Mutant(Map.of("Page", page, "Shade", shade), "Shade", shade, true));
    CompilationException refused =
        catchThrowableOfType(
            CompilationException.class, () -> Compiler.compile(module, CompilerOptions.defaults()));
    assertThat(refused.diagnostics()).extracting(Diagnostic::rule).containsOnly(Rule.DAMAGED_CLASS);
    assertThat(refused).hasMessageContaining("enum Shade does not give its constants");
  }

  private static byte[] withoutValues(byte[] file) {
    ClassFile format = ClassFile.of();
    return format.transformClass(
        format.parse(file),
        (builder, element) -> {
          if (!(element instanceof MethodModel method)
              || !method.methodName().equalsString("values")) {
            builder.with(element);
          }
        });
  }
}
