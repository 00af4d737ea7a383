package dev.tawon.bpf.compiled;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Length;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Text in arrays of bytes, compared with strings. */
class TextTest {
  @TestFactory
  Stream<DynamicTest> shouldCompareAsOnTheJvm() {
    List<long[]> inputs = new ArrayList<>();
    for (String text :
        List.of(
            "",
            "a",
            "ab",
            "bash",
            "bash2",
            "kworker/",
            "kworker",
            "\u00e4bc",
            "xbash",
            "/bin/sh")) {
      for (long b = 0; b < 3; b++) {
        inputs.add(new long[] {packed(text), b});
      }
    }
    return Differential.tests(Programs.class, inputs);
  }

  private static long packed(String text) {
    long packed = 0;
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int i = 0; i < Math.min(bytes.length, 8); i++) {
      packed |= (bytes[i] & 0xffL) << 8 * i;
    }
    return packed;
  }

  @Struct
  static final class Named {
    int number;

    @Length(9)
    byte[] name = new byte[9];
  }

  @BpfModule
  static final class Programs {
    private static void unpack(byte[] into, long a) {
      for (int i = 0; i < 8; i++) {
        into[i] = (byte) (a >>> 8 * i);
      }
    }

    @RawTracepoint("sys_enter")
    static int onTheStack(long a, long b) {
      byte[] text = new byte[16];
      unpack(text, a);
      return (Text.equals(text, "bash") ? 1 : 0)
          + (Text.startsWith(text, "bash") ? 2 : 0)
          + (Text.equals(text, "") ? 4 : 0)
          + (Text.equals(text, "kworker/") ? 8 : 0)
          + (Text.startsWith(text, "\u00e4") ? 16 : 0)
          + (Text.startsWith(text, "") ? 32 : 0)
          + (Text.equals(text, "longer than the array is") ? 64 : 0)
          + (Text.equals(text, "a\0b") ? 128 : 0);
    }

    @RawTracepoint("sys_enter")
    static int inAStruct(long a, long b) {
      Named named = new Named();
      unpack(named.name, a);
      named.name[8] = (byte) b;
      return (Text.equals(named.name, "bash") ? 1 : 0)
          + (Text.startsWith(named.name, "kworker") ? 2 : 0)
          + (Text.equals(named.name, "kworker/") ? 4 : 0)
          + (Text.equals(named.name, "kworker/\u0001") ? 8 : 0)
          + Text.length(named.name) * 16;
    }

    @RawTracepoint("sys_enter")
    static int lengths(long a, long b) {
      byte[] text = new byte[8];
      unpack(text, a);
      return Text.length(text) * 10 + Text.size("\u00e4\u20ac");
    }

    @RawTracepoint("sys_enter")
    static int indices(long a, long b) {
      byte[] text = new byte[10];
      unpack(text, a);
      return Text.indexOf(text, '/') * 1000
          + Text.indexOf(text, "as") * 100
          + Text.indexOf(text, "sh") * 10
          + Text.indexOf(text, "r");
    }

    @RawTracepoint("sys_enter")
    static int matchesAt(long a, long b) {
      byte[] text = new byte[8];
      unpack(text, a);
      return (Text.matches(text, (int) b, "ba") ? 1 : 0)
          + (Text.matches(text, 1, "bin") ? 2 : 0)
          + (Text.matches(text, (int) b + 5, "h\0") ? 4 : 8);
    }
  }
}
