package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.map.Array;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.KeyedMap;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Modules that are refused as a whole, for what stands outside their programs' code. */
class RefusedModulesTest {
  @BpfModule
  static final class WithoutPrograms {}

  @BpfModule
  static final class WithInstanceProgram {
    @RawTracepoint("sys_enter")
    int run(long a) {
      return 0;
    }
  }

  @BpfModule
  static final class WithResult {
    @BtfTracepoint("sched_process_exec")
    static int run() {
      return 0;
    }
  }

  @BpfModule
  static final class WithTwoAnnotations {
    @BtfTracepoint("sched_process_exec")
    @RawTracepoint("sys_enter")
    static void run() {}
  }

  @BpfModule
  static final class WithOverload {
    @RawTracepoint("sys_enter")
    static void run() {}

    @RawTracepoint("sys_exit")
    static void run(long a) {}
  }

  @BpfModule
  static final class WithUnicode {
    @RawTracepoint("sys_enter")
    static void löschen() {}
  }

  static class Programs {
    private Programs() {}

    @RawTracepoint("sys_enter")
    static void run() {}
  }

  @BpfModule(parts = Programs.class)
  static final class WithNullMap {
    static final RingBuffer<Integer> RECORDS = null;
  }

  @BpfModule(parts = Programs.class)
  static final class WithUnicodeMap {
    static final Array<Integer> ZÄHLER = Array.of(1);
  }

  @BpfModule(parts = Programs.class)
  static final class WithTimingMap {
    static final Array<Integer> tawon_timings = Array.of(1);
  }

  @BpfModule(parts = Programs.class)
  @SuppressWarnings("rawtypes")
  static final class WithRawMap {
    static final HashMap RAW = HashMap.of(1);
  }

  @BpfModule(parts = Programs.class)
  static final class WithKeyedMap {
    static final KeyedMap<Integer, Integer> ROW = Array.of(1);
  }

  @BpfModule(parts = Programs.class)
  static final class WithTextMap {
    static final HashMap<Integer, String> TEXTS = HashMap.of(1);
  }

  @BpfModule(parts = Programs.class)
  static final class WithFailingInitialiser {
    static final RingBuffer<Integer> RECORDS = RingBuffer.ofBytes(1000);
  }

  @BpfModule(parts = Programs.class)
  static final class WithConfiguration {
    @Configurable static int level;
  }

  @Struct
  static final class Enormous {
    @Length(Integer.MAX_VALUE)
    public long[] numbers;
  }

  @BpfModule(parts = Programs.class)
  static final class WithEnormousValue {
    static final Array<Enormous> ROW = Array.of(1);
  }

  @Struct
  static final class Umlaut {
    public int größe;
  }

  @BpfModule(parts = Programs.class)
  static final class WithUnicodeField {
    static final Array<Umlaut> ROW = Array.of(1);
  }

  @Struct
  static final class Größe {
    public int number;
  }

  @BpfModule(parts = Programs.class)
  static final class WithUnicodeType {
    static final Array<Größe> ROW = Array.of(1);
  }

  @Test
  void shouldRefuseWhatIsNoProgram() {
    assertRefused(WithoutPrograms.class, "no method has a program annotation");
    assertRefused(WithInstanceProgram.class, "run is a static method that returns void or int");
    assertRefused(WithResult.class, "program run is a static method that returns void");
    assertRefused(WithTwoAnnotations.class, "program run has two program annotations");
    assertRefused(WithOverload.class, "two programs are called run");
    assertRefused(WithUnicode.class, "program löschen has a name of Java's alone");
  }

  @Test
  void shouldRefuseWhatIsNoMap() {
    assertRefused(WithNullMap.class, "map RECORDS is null");
    assertRefused(WithUnicodeMap.class, "the kernel takes names of ASCII letters");
    assertRefused(WithRawMap.class, "declare it as the HashMap that it is, with its key and");
    assertRefused(WithKeyedMap.class, "declare it as the Array that it is, with what it holds");
    assertRefused(
        WithTextMap.class,
        "is a key or value of map TEXTS, which holds integers, booleans, enums or @Struct");
    assertRefused(WithEnormousValue.class, "is larger than 16777216 bytes");
    assertRefused(WithUnicodeField.class, "field größe has a name of Java's alone");
  }

  @Test
  void shouldSayWhyAClassCannotBeInitialised() {
    assertRefused(
        WithFailingInitialiser.class, "a ring buffer's size is a power of two and at least 4096");
  }

  @Test
  void shouldGiveAMapAnotherNameThanThatOfTheTimings() {
    assertThat(Compiler.compile(WithTimingMap.class, CompilerOptions.defaults()).mapNames())
        .containsValue("WithTimingMap_tawon_timings");
  }

  @Test
  void shouldGiveATypeANameThatTheKernelTakes() {
    Btf btf = Compiler.compile(WithUnicodeType.class, CompilerOptions.defaults()).object().btf();
    assertThat(btf.find(BtfKind.STRUCT, "Gr__e")).isPresent();
  }

  @Test
  void shouldRefuseConfigurationThatFitsNoField() {
    assertThat(refused(WithConfiguration.class, Map.of("levels", 1)))
        .contains("there is no @Configurable field levels: there are [level]");
    assertThat(refused(WithConfiguration.class, Map.of("level", 1L)))
        .contains("@Configurable field level has the type int, and the value given is a Long");
    assertThat(refused(WithConfiguration.class, Map.of("level", "high")))
        .contains("@Configurable field level has the type int, and the value given is a String");
  }

  private static void assertRefused(Class<?> module, String reason) {
    assertThat(refused(module, Map.of())).contains("RefusedModulesTest.java").contains(reason);
  }

  private static String refused(Class<?> module, Map<String, Object> configuration) {
    CompilationException refused =
        catchThrowableOfType(
            CompilationException.class,
            () -> Compiler.compile(module, new CompilerOptions(configuration, false)));
    assertThat(refused).as(module.getSimpleName()).isNotNull();
    return String.valueOf(refused.getMessage());
  }
}
