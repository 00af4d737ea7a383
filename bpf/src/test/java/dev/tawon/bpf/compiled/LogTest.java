package dev.tawon.bpf.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tawon.bpf.Bpf;
import dev.tawon.bpf.LogReader;
import dev.tawon.bpf.TestRun;
import dev.tawon.compiler.CompiledModule;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.compiler.GlobalVariables;
import dev.tawon.compiler.LogFormats;
import dev.tawon.compiler.LogMessage;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Length;
import dev.tawon.lang.Log;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import dev.tawon.sandbox.SimulatedMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Lines that programs log: they are what Java makes of the same expressions. */
class LogTest {
  enum Verdict {
    ALLOW,
    DENY {
      @Override
      public String toString() {
        return "denied!";
      }
    }
  }

  @Struct
  static final class Event {
    int pid;

    @Length(16)
    byte[] comm = new byte[16];

    @Length(100)
    byte[] path = new byte[100];

    Verdict verdict = Verdict.ALLOW;
  }

  /** What the lines are, on the JVM. */
  static List<String> expected(long a, long b) {
    Verdict verdict = b % 3 == 0 ? null : b % 3 == 1 ? Verdict.ALLOW : Verdict.DENY;
    String comm = Text.toString(text(a, 16));
    String kind = a > b ? "more" : a < b ? "less" : null;
    boolean odd = (a & 1) != 0;
    return List.of(
        "a=" + a + " b=" + b + "!",
        (int) a + "," + (short) a + "," + (byte) a + "," + odd + ",'" + (char) (b & 0x7fff) + "'",
        "verdict " + verdict + " is " + Verdict.DENY + "/" + Verdict.DENY.name(),
        "comm=" + comm + ";path=" + Text.toString(text(b, 100)) + ".",
        "kind " + kind + " " + (odd ? "odd" : "even"),
        "no parts, but \1 and \2 and % and {} and \u00e4",
        Integer.toHexString((int) a) + " " + Long.toHexString(a) + " "
            + Integer.toUnsignedString((int) a) + " " + Long.toUnsignedString(b) + " "
            + Integer.toBinaryString((int) b) + " " + Long.toOctalString(b) + " " + Integer.toOctalString((int) b)
            + Long.toBinaryString(a),
        "nested " + ("[" + a + "]") + 5 + 'c' + true + null + 7L,
        "stored " + ((a & 1) == 0 ? (Integer) (int) b : null),
        "" + a + b + (int) b + odd);
  }

  private static byte[] text(long a, int size) {
    byte[] text = new byte[size];
    for (int i = 0; i < 8; i++) {
      text[i] = (byte) (a >>> 8 * i & 0x7f);
    }
    for (int i = 8; i < size - 2; i++) {
      text[i] = (byte) ('a' + i % 26);
    }
    return text;
  }

  @BpfModule
  static final class Programs {
    static final HashMap<Integer, Integer> STORED = HashMap.of(16);
    static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(4096);

    private static void fill(byte[] text, long a) {
      for (int i = 0; i < 8; i++) {
        text[i] = (byte) (a >>> 8 * i & 0x7f);
      }
    }

    private static void alphabet(byte[] text, int size) {
      for (int i = 8; i < size - 2; i++) {
        text[i] = (byte) ('a' + Integer.remainderUnsigned(i, 26));
      }
    }

    @RawTracepoint("sys_enter")
    static int lines(long a, long b) {
      Log.info("a=" + a + " b=" + b + "!");
      boolean odd = (a & 1) != 0;
      Log.warn(
          (int) a + "," + (short) a + "," + (byte) a + "," + odd + ",'" + (char) (b & 0x7fff) + "'");
      Verdict verdict = b % 3 == 0 ? null : b % 3 == 1 ? Verdict.ALLOW : Verdict.DENY;
      Log.error("verdict " + verdict + " is " + Verdict.DENY + "/" + Verdict.DENY.name());
      Event event = new Event();
      fill(event.comm, a);
      alphabet(event.comm, 16);
      fill(event.path, b);
      alphabet(event.path, 100);
      Log.info("comm=" + Text.toString(event.comm) + ";path=" + event.path + ".");
      String kind = a > b ? "more" : a < b ? "less" : null;
      Log.info("kind " + kind + " " + (odd ? "odd" : "even"));
      Log.info("no parts, but \1 and \2 and % and {} and \u00e4");
      Log.info(
          Integer.toHexString((int) a) + " " + Long.toHexString(a) + " "
              + Integer.toUnsignedString((int) a) + " " + Long.toUnsignedString(b) + " "
              + Integer.toBinaryString((int) b) + " " + Long.toOctalString(b) + " " + Integer.toOctalString((int) b)
              + Long.toBinaryString(a));
      String inner = "[" + a + "]";
      Log.info("nested " + inner + 5 + 'c' + true + null + 7L);
      STORED.remove(1);
      if (!odd) {
        STORED.put(1, (int) b);
      }
      Log.info("stored " + STORED.get(1));
      Log.info("" + a + b + (int) b + odd);
      Log.debug("not compiled " + a);
      return 7;
    }
  }

  /** What each of the sandbox's engines and the kernel say. */
  private static Map<String, List<LogMessage>> run(
      Class<?> type, String name, LogLevel level, List<long[]> inputs) {
    CompiledModule module =
        Compiler.compile(type, CompilerOptions.defaults().withLogLevel(level));
    Map<String, List<LogMessage>> all = new LinkedHashMap<>();
    for (Engine engine : Engine.values()) {
      SimulatedKernel kernel = simulated(module);
      Sandbox sandbox =
          Sandbox.builder(program(module, name)).kernel(kernel).engine(engine).build();
      for (long[] input : inputs) {
        ByteBuffer context = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(sandbox.run(context.putLong(input[0]).putLong(input[1]).array())).isEqualTo(7);
      }
      List<LogMessage> said = new ArrayList<>();
      kernel
          .map(LogFormats.MAP)
          .map(SimulatedMap::drain)
          .orElse(List.of())
          .forEach(record -> said.add(module.log().read(record)));
      all.put(engine + " in the sandbox", said);
    }
    if (dev.tawon.bpf.Capabilities.current().has(dev.tawon.bpf.Capability.CAP_BPF)) {
      try (Bpf bpf = Bpf.loader(type).logLevel(level).load()) {
        List<LogMessage> said = new ArrayList<>();
        for (long[] input : inputs) {
          assertThat(TestRun.ofRawTracepoint(bpf.object().program(name), input)).isEqualTo(7);
          bpf.log().drain(said::add);
        }
        assertThat(bpf.log().lost()).isZero();
        all.put("in the kernel", said);
      }
    }
    return all;
  }

  private static ProgramSpec program(CompiledModule module, String name) {
    return module.object().programs().stream()
        .filter(program -> program.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static SimulatedKernel simulated(CompiledModule module) {
    byte[] variables = module.variables().initialValue();
    return SimulatedKernel.create()
        .createMaps(
            new ElfObject(
                module.object(),
                variables.length == 0 ? Map.of() : Map.of(GlobalVariables.MAP, variables),
                module.innerMaps(),
                List.of(),
                List.of()));
  }

  @Test
  void shouldRenderLinesAsJavaDoes() {
    long seed = Long.getLong("tawon.seed", System.nanoTime());
    Random random = new Random(seed);
    List<long[]> inputs = new ArrayList<>(List.of(new long[2], new long[] {-1, 1}));
    for (int i = 0; i < 100; i++) {
      inputs.add(
          new long[] {random.nextLong() >> random.nextInt(64), random.nextLong() >>> random.nextInt(1, 64)});
    }
    List<String> expected = new ArrayList<>();
    inputs.forEach(input -> expected.addAll(expected(input[0], input[1])));
    run(Programs.class, "lines", LogLevel.INFO, inputs)
        .forEach((where, said) ->
            assertThat(said.stream().map(LogMessage::text))
                .as("%s, seed %d", where, seed)
                .isEqualTo(expected));
  }
}
