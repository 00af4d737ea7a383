package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.TestRun;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.HashMap;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Strings of which the path taken chooses one, and texts in arrays, are asked what constants are asked. */
class StringChoiceTest {
  @TestFactory
  Stream<DynamicTest> shouldBeAsOnTheJvm() {
    return Differential.tests(Programs.class);
  }

  @Test
  void shouldChooseByATextInAnArray() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Texts.class)) {
      for (String name :
          new String[] {"bash", "sh", "", "Aa", "BB", "C#", "bashful", "bas", "kworker/1"}) {
        Texts.Name value = new Texts.Name();
        value.text = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 16);
        bpf.map(Texts.NAMES).put(1, value);
        assertThat(TestRun.ofRawTracepoint(bpf.object().program("choose"), new long[] {1, 0}))
            .as(name)
            .isEqualTo(Texts.choose(value.text));
      }
    }
  }

  @BpfModule
  static final class Texts {
    @Struct
    public static final class Name {
      @Length(16)
      public byte[] text = new byte[16];
    }

    static final HashMap<Integer, Name> NAMES = HashMap.of(4);

    @RawTracepoint("sys_enter")
    static int choose(long a, long b) {
      Name name = NAMES.get((int) a);
      return name == null ? -1 : choose(name.text);
    }

    static int choose(byte[] text) {
      int result =
          switch (Text.toString(text)) {
            case "bash", "sh" -> 1;
            case "Aa" -> 2;
            case "BB" -> 3; // has the hash code of Aa
            case "C#" -> 4;
            case "" -> 5;
            default -> 6;
          };
      String again = Text.toString(text);
      return result * 10 + (again.equals("bash") ? 1 : 0) + (again.startsWith("kworker/") ? 2 : 0);
    }
  }

  @BpfModule
  static final class Programs {
    private static String name(long a) {
      return a > 10 ? "Aa" : a > 5 ? "BB" : a > 0 ? "C#" : "none";
    }

    @RawTracepoint("sys_enter")
    static int switches(long a, long b) {
      return switch (a > b ? "a" : "b") {
        case "a" -> 1;
        case "b" -> 2;
        default -> 3;
      };
    }

    @RawTracepoint("sys_enter")
    static int switchesOnSeveral(long a, long b) {
      switch (name(a)) {
        case "Aa":
          return 1;
        case "BB":
          return 2;
        case "C#":
          return (int) b;
        default:
          return name(b).length();
      }
    }

    @RawTracepoint("sys_enter")
    static int asks(long a, long b) {
      String text = name(a);
      return text.hashCode()
          + text.length() * 3
          + (text.equals("BB") ? 100 : 0)
          + ("C#".equals(text) ? 1000 : 0)
          + (text.startsWith("n") ? 10_000 : 0)
          + text.indexOf('#');
    }

    @RawTracepoint("sys_enter")
    static int perhapsNull(long a, long b) {
      String text = a > b ? "yes" : null;
      return "yes".equals(text) ? 1 : text == null ? 2 : 3;
    }

    @RawTracepoint("sys_enter")
    static int faultsOfNull(long a, long b) {
      String text = a > b ? "yes" : null;
      return text.equals("yes") ? 1 : 2;
    }

    @RawTracepoint("sys_enter")
    static int switchWithNull(long a, long b) {
      return switch (a > b ? "yes" : null) {
        case null -> 1;
        case "yes" -> 2;
        default -> 3;
      };
    }
  }
}
