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
import dev.tawon.compiler.Target;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.BtfTracepoint;
import dev.tawon.lang.CgroupSock;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Direction;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.Kprobe;
import dev.tawon.lang.Length;
import dev.tawon.lang.Log;
import dev.tawon.lang.LogLevel;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.lang.SkBuff;
import dev.tawon.lang.SocketContext;
import dev.tawon.lang.SocketFilter;
import dev.tawon.lang.SocketHook;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Tc;
import dev.tawon.lang.TcAction;
import dev.tawon.lang.Text;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpAction;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.HashMap;
import dev.tawon.lang.map.RingBuffer;
import dev.tawon.lang.net.Ethernet;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import dev.tawon.sandbox.SimulatedKernel;
import dev.tawon.sandbox.SimulatedMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
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
        Integer.toHexString((int) a)
            + " "
            + Long.toHexString(a)
            + " "
            + Integer.toUnsignedString((int) a)
            + " "
            + Long.toUnsignedString(b)
            + " "
            + Integer.toBinaryString((int) b)
            + " "
            + Long.toOctalString(b)
            + " "
            + Integer.toOctalString((int) b)
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
          (int) a
              + ","
              + (short) a
              + ","
              + (byte) a
              + ","
              + odd
              + ",'"
              + (char) (b & 0x7fff)
              + "'");
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
          Integer.toHexString((int) a)
              + " "
              + Long.toHexString(a)
              + " "
              + Integer.toUnsignedString((int) a)
              + " "
              + Long.toUnsignedString(b)
              + " "
              + Integer.toBinaryString((int) b)
              + " "
              + Long.toOctalString(b)
              + " "
              + Integer.toOctalString((int) b)
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
        Compiler.compile(
            type, new CompilerOptions(Map.of(), false, Target.of(6, 12)).withLogLevel(level));
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
    if (Differential.hasKernel()) {
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
    return module.object().program(name).orElseThrow();
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
          new long[] {
            random.nextLong() >> random.nextInt(64), random.nextLong() >>> random.nextInt(1, 64)
          });
    }
    List<String> expected = new ArrayList<>();
    inputs.forEach(input -> expected.addAll(expected(input[0], input[1])));
    run(Programs.class, "lines", LogLevel.INFO, inputs)
        .forEach((where, said) ->
            assertThat(said.stream().map(LogMessage::text))
                .as("%s, seed %d", where, seed)
                .isEqualTo(expected));
  }

  @BpfModule
  static final class Places {
    static final RingBuffer<Event> EVENTS = RingBuffer.ofBytes(4096);
    static final HashMap<Integer, Event> BY_NUMBER = HashMap.of(4);

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      Event event = EVENTS.reserve(Event.class);
      if (event == null) {
        return 0;
      }
      event.pid = (int) a;
      Log.info("while a record is reserved " + event.pid);
      EVENTS.discard(event);
      note("inlined", a);
      note("twice", b);
      String last = "none";
      Verdict verdict = Verdict.ALLOW;
      for (int i = 0; i < 3; i++) {
        Log.info("round " + i + " after " + last + " " + verdict);
        last = i == 0 ? "first" : "other";
        verdict = i == 0 ? Verdict.DENY : null;
      }
      long[] sum = new long[1];
      dev.tawon.lang.Bpf.loop(
          2,
          i -> {
            sum[0] += i;
            Log.info(
                "in a lambda " + i + " " + sum[0] + " " + (i > 0 ? Verdict.DENY : Verdict.ALLOW));
          });
      Event made = new Event();
      made.verdict = b > 0 ? Verdict.DENY : Verdict.ALLOW;
      made.comm[0] = 'x';
      BY_NUMBER.put(1, made);
      Event found = BY_NUMBER.get(1);
      if (found != null) {
        Log.info("in a map " + found.verdict + " " + found.comm + " " + found.path);
      }
      return 7;
    }

    private static void note(String what, long number) {
      Log.info(what + "=" + number);
    }
  }

  @Test
  void shouldLogWhereverAProgramIs() {
    run(Places.class, "run", LogLevel.INFO, List.of(new long[] {41, 2}))
        .forEach((where, said) ->
            assertThat(said.stream().map(LogMessage::text))
                .as(where)
                .containsExactly(
                    "while a record is reserved 41",
                    "inlined=41",
                    "twice=2",
                    "round 0 after none ALLOW",
                    "round 1 after first denied!",
                    "round 2 after other null",
                    "in a lambda 0 0 ALLOW",
                    "in a lambda 1 1 denied!",
                    "in a map denied! x "));
  }

  @Test
  void shouldSayWhereALineComesFrom() {
    run(Places.class, "run", LogLevel.INFO, List.of(new long[] {41, 2}))
        .forEach((where, said) -> {
          LogMessage first = said.getFirst();
          assertThat(first.program()).as(where).isEqualTo("run");
          assertThat(first.level()).isEqualTo(LogLevel.INFO);
          assertThat(first)
              .hasToString(
                  "INFO  run LogTest.java:%d: while a record is reserved 41"
                      .formatted(first.line()));
          assertThat(said.get(2).line()).isEqualTo(said.get(1).line()).isGreaterThan(first.line());
        });
  }

  @BpfModule
  static final class Leveled {
    static int calls;
    @Configurable static boolean chatty;

    private static int next() {
      return ++calls;
    }

    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      Log.trace("trace " + next());
      Log.debug("debug " + next());
      Log.info("info " + next());
      Log.warn("warn " + next());
      Log.error("error " + next());
      if (Log.isEnabled(LogLevel.DEBUG)) {
        Log.error("enabled " + next());
      }
      if (chatty) {
        Log.error("chatty");
      }
      return 7;
    }
  }

  @Test
  void shouldCompileTheLevelsThatAreAsked() {
    Map<LogLevel, List<String>> expected =
        Map.of(
            LogLevel.TRACE,
            List.of("trace 1", "debug 2", "info 3", "warn 4", "error 5", "enabled 6"),
            LogLevel.DEBUG,
            List.of("debug 2", "info 3", "warn 4", "error 5", "enabled 6"),
            LogLevel.INFO,
            List.of("info 3", "warn 4", "error 5"),
            LogLevel.ERROR,
            List.of("error 5"),
            LogLevel.OFF,
            List.of());
    expected.forEach((level, lines) ->
        run(Leveled.class, "run", level, List.of(new long[2]))
            .forEach((where, said) ->
                assertThat(said.stream().map(LogMessage::text)).as(where).isEqualTo(lines)));
  }

  @BpfModule
  static final class Silent {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      Log.debug("debug " + a + " of " + Verdict.DENY);
      return 7;
    }
  }

  @Test
  void shouldCostNothingWhereTheLevelIsOff() {
    CompiledModule module = Compiler.compile(Silent.class, CompilerOptions.defaults());
    assertThat(module.object().maps()).isEmpty();
    assertThat(module.object().programs().getFirst().instructions()).hasSize(2);
    assertThat(module.log().isEmpty()).isTrue();
  }

  @BpfModule
  static final class Flood {
    @RawTracepoint("sys_enter")
    static int run(long a, long b) {
      for (int i = 0; i < 1000; i++) {
        Log.info("line " + i);
      }
      return 7;
    }
  }

  @Test
  void shouldCountTheLinesThatFindNoRoom() {
    CompiledModule module = Compiler.compile(Flood.class, CompilerOptions.defaults());
    SimulatedKernel kernel = simulated(module);
    SimulatedMap ring = kernel.map(LogFormats.MAP).orElseThrow();
    Sandbox sandbox = Sandbox.builder(program(module, "run")).kernel(kernel).build();
    for (int i = 0; i < 20; i++) {
      assertThat(sandbox.run(new byte[16])).isEqualTo(7);
    }
    byte[] variables = kernel.map(GlobalVariables.MAP).orElseThrow().get(new byte[4]).orElseThrow();
    long lost = ByteBuffer.wrap(variables).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    assertThat(ring.drain().size() + lost).isEqualTo(20_000);
    assertThat(lost).isPositive();
  }

  @Test
  void shouldCountTheLinesThatFindNoRoomInTheKernel() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.loader(Flood.class).logCapacity(4096).load()) {
      TestRun.ofRawTracepoint(bpf.object().program("run"), 0, 0);
      List<String> lines = new ArrayList<>();
      LogReader log = bpf.log();
      assertThat(log.drain(message -> lines.add(message.text())) + log.lost()).isEqualTo(1000);
      assertThat(log.lost()).isPositive();
      assertThat(lines).startsWith("line 0", "line 1").doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldHandOverAllLinesBeforeTheModuleIsClosed() {
    Differential.requireKernel();
    List<String> lines = new CopyOnWriteArrayList<>();
    try (Bpf bpf = Bpf.load(Places.class)) {
      bpf.logs(message -> lines.add(message.text()));
      TestRun.ofRawTracepoint(bpf.object().program("run"), 41, 2);
    }
    assertThat(lines).hasSize(9).startsWith("while a record is reserved 41");
  }

  @BpfModule
  static final class Kinds {
    @Xdp
    static int xdp(XdpPacket packet) {
      Ethernet ethernet = packet.at(0, Ethernet.class);
      if (ethernet != null) {
        Log.info("type " + Integer.toHexString(ethernet.type));
      }
      return XdpAction.PASS;
    }

    @Tc(Direction.INGRESS)
    static int tc(SkBuff packet) {
      Log.info("length " + packet.len);
      return TcAction.OK;
    }

    @SocketFilter
    static int filter(SkBuff packet) {
      Log.info("length " + packet.len);
      return packet.len;
    }

    @Kprobe("vfs_mkdir")
    static void kprobe() {
      Log.info("pid " + dev.tawon.lang.Bpf.currentPidTgid());
    }

    @CgroupSock(SocketHook.CREATE)
    static int socket(SocketContext socket) {
      Log.info("family " + socket.family);
      return 1;
    }

    @BtfTracepoint("sched_process_exit")
    static void exit(Task task) {
      Log.info("comm " + task.comm + ", parent " + task.real_parent.comm);
    }
  }

  @KernelType("task_struct")
  static final class Task {
    Task real_parent;

    @Length(16)
    byte[] comm;
  }

  @Test
  void shouldLoadInEachKindOfProgram() {
    Differential.requireKernel();
    try (Bpf bpf = Bpf.load(Kinds.class)) {
      byte[] packet = new byte[64];
      packet[12] = 8;
      TestRun.ofPacket(bpf.object().program("xdp"), packet);
      TestRun.ofPacket(bpf.object().program("tc"), packet);
      List<String> lines = new ArrayList<>();
      bpf.log().drain(message -> lines.add(message.program() + " " + message.text()));
      assertThat(lines).containsExactly("xdp type 800", "tc length 64");
    }
  }
}
