package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.isa.Assembler;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.MapReference;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Maps and helpers, as programs find them. */
class SimulatedKernelTest {
  private static final String COUNT =
      """
      *(u32 *)(r10 -4) = 7
      r2 = r10
      r2 += -4
      r1 = map[fd:0]
      call bpf_map_lookup_elem
      if r0 != 0 goto found
      *(u64 *)(r10 -16) = 1
      r3 = r10
      r3 += -16
      r2 = r10
      r2 += -4
      r1 = map[fd:0]
      r4 = 0
      call bpf_map_update_elem
      exit
      found:
      r1 = 1
      lock *(u64 *)(r0 +0) += r1
      r0 = *(u64 *)(r0 +0)
      exit
      """;

  @ParameterizedTest
  @EnumSource
  void shouldKeepWhatProgramsPutIntoMaps(Engine engine) {
    for (MapType type : List.of(MapType.HASH, MapType.LRU_HASH, MapType.PERCPU_HASH)) {
      SimulatedKernel kernel = SimulatedKernel.create(2);
      SimulatedMap map = kernel.createMap(spec("counts", type, 4, 8, 10));
      Sandbox sandbox = sandbox(kernel, engine, COUNT, "counts");

      assertThat(sandbox.run()).isZero();
      assertThat(sandbox.run()).isEqualTo(2);
      assertThat(sandbox.run()).isEqualTo(3);
      assertThat(map.get(number(7, 4))).contains(number(3, 8));
      assertThat(map.keys()).containsExactly(number(7, 4));
      kernel.runOn(1);
      assertThat(sandbox.run()).isEqualTo(type == MapType.PERCPU_HASH ? 1 : 4);
      assertThat(map.remove(number(7, 4))).isZero();
      assertThat(map.remove(number(7, 4))).isEqualTo(-2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopAnAccessBesideAValue(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    kernel.createMap(spec("array", MapType.ARRAY, 4, 6, 10));
    String text =
        """
        *(u32 *)(r10 -4) = 3
        r2 = r10
        r2 += -4
        r1 = map[fd:0]
        call bpf_map_lookup_elem
        r0 = *(u8 *)(r0 +%d)
        exit
        """;

    assertThat(sandbox(kernel, engine, text.formatted(5), "array").run()).isZero();
    assertThat(
            catchThrowableOfType(
                    FaultException.class,
                    () -> sandbox(kernel, engine, text.formatted(6), "array").run())
                .fault())
        .isInstanceOfSatisfying(
            Fault.OutOfBoundsAccess.class,
            fault -> {
              assertThat(fault.region()).isEqualTo("a value of map array");
              assertThat(fault.offset()).isEqualTo(6);
            });
    assertThat(
            catchThrowableOfType(
                    FaultException.class,
                    () ->
                        sandbox(
                                kernel,
                                engine,
                                text.replace("-4) = 3", "-4) = 10").formatted(0),
                                "array")
                            .run())
                .fault())
        .isInstanceOf(Fault.UnmappedAccess.class);
  }

  @Test
  void shouldAnswerAsTheKernelDoes() {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap hash = kernel.createMap(spec("hash", MapType.HASH, 4, 4, 2));
    assertThat(hash.put(number(1, 4), number(1, 4))).isZero();
    assertThat(hash.put(number(2, 4), number(2, 4))).isZero();
    assertThat(hash.put(number(3, 4), number(3, 4))).as("E2BIG").isEqualTo(-7);
    assertThat(hash.put(number(2, 4), number(5, 4))).isZero();

    SimulatedMap lru = kernel.createMap(spec("lru", MapType.LRU_HASH, 4, 4, 2));
    lru.put(number(1, 4), number(1, 4));
    lru.put(number(2, 4), number(2, 4));
    lru.get(number(1, 4));
    lru.put(number(3, 4), number(3, 4));
    assertThat(lru.get(number(2, 4))).as("the oldest").isEmpty();
    assertThat(lru.get(number(1, 4))).contains(number(1, 4));

    SimulatedMap array = kernel.createMap(spec("array", MapType.ARRAY, 4, 4, 2));
    assertThat(array.get(number(1, 4))).contains(new byte[4]);
    assertThat(array.get(number(2, 4))).isEmpty();
    assertThat(array.put(number(2, 4), new byte[4])).isEqualTo(-7);
    assertThat(array.remove(number(1, 4))).as("EINVAL").isEqualTo(-22);
  }

  @Test
  void shouldFindTheLongestPrefix() {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap routes = kernel.createMap(spec("routes", MapType.LPM_TRIE, 8, 4, 10));
    routes.put(prefix(8, 10, 0, 0, 0), number(1, 4));
    routes.put(prefix(17, 10, 1, 128, 0), number(2, 4));
    routes.put(prefix(0, 0, 0, 0, 0), number(3, 4));

    assertThat(routes.get(prefix(32, 10, 1, 129, 7))).contains(number(2, 4));
    assertThat(routes.get(prefix(32, 10, 1, 127, 7))).contains(number(1, 4));
    assertThat(routes.get(prefix(32, 11, 1, 127, 7))).contains(number(3, 4));
    assertThat(routes.put(prefix(33, 1, 1, 1, 1), number(0, 4))).isEqualTo(-22);
    assertThat(routes.remove(prefix(17, 10, 1, 255, 255))).isZero();
    assertThat(routes.get(prefix(32, 10, 1, 129, 7))).contains(number(1, 4));
  }

  @ParameterizedTest
  @EnumSource
  void shouldSendRecordsInTheOrderOfTheirReservation(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap ring = kernel.createMap(spec("ring", MapType.RINGBUF, 0, 0, 32));
    String text =
        """
        r1 = map[fd:0]
        r2 = 8
        r3 = 0
        call bpf_ringbuf_reserve
        if r0 == 0 goto full
        r6 = r0
        *(u64 *)(r6 +0) = 42
        r1 = r6
        r2 = 0
        call bpf_ringbuf_submit
        r0 = 0
        exit
        full:
        r0 = -1
        exit
        """;
    Sandbox sandbox = sandbox(kernel, engine, text, "ring");

    assertThat(List.of(sandbox.run(), sandbox.run(), sandbox.run())).containsExactly(0L, 0L, -1L);
    assertThat(ring.drain()).containsExactly(number(42, 8), number(42, 8));
    assertThat(sandbox.run()).isZero();
    assertThat(
            catchThrowableOfType(
                    FaultException.class,
                    () ->
                        sandbox(
                                kernel,
                                engine,
                                text.replace(
                                    "r0 = 0\nexit\nfull", "r0 = *(u64 *)(r6 +0)\nexit\nfull"),
                                "ring")
                            .run())
                .fault())
        .as("a record that was submitted")
        .isInstanceOf(Fault.UnmappedAccess.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldTellTheTimeTaskAndProcessorThatWereSet(Engine engine) {
    SimulatedKernel kernel =
        SimulatedKernel.create(4)
            .setTime(123_456)
            .runOn(3)
            .setTask(new SimulatedTask(11, 10, 1000, 100, "bash"));

    assertThat(run(kernel, engine, "call bpf_ktime_get_ns\nexit")).isEqualTo(123_456);
    assertThat(run(kernel, engine, "call bpf_get_smp_processor_id\nexit")).isEqualTo(3);
    assertThat(run(kernel, engine, "call bpf_get_current_pid_tgid\nexit"))
        .isEqualTo(10L << 32 | 11);
    assertThat(run(kernel, engine, "call bpf_get_current_uid_gid\nexit"))
        .isEqualTo(100L << 32 | 1000);
    assertThat(
            run(
                kernel,
                engine,
                "r1 = r10\nr1 += -16\nr2 = 16\ncall bpf_get_current_comm\nr0 = *(u64 *)(r10 -16)\nexit"))
        .isEqualTo(
            ByteBuffer.wrap("bash\0\0\0\0".getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong());
    assertThat(run(kernel.setSeed(5), engine, "call bpf_get_prandom_u32\nexit"))
        .isEqualTo(run(kernel.setSeed(5), engine, "call bpf_get_prandom_u32\nexit"));
  }

  @ParameterizedTest
  @EnumSource
  void shouldLoopAndPrint(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    String text =
        """
        *(u64 *)(r10 -8) = 0
        r1 = 5
        r2 = subprog[each]
        r3 = r10
        r3 += -8
        r4 = 0
        call bpf_loop
        r6 = r0
        r1 = 0x0a642520 ll
        *(u32 *)(r10 -16) = r1
        *(u8 *)(r10 -12) = 0
        r1 = r10
        r1 += -16
        r2 = 5
        r3 = *(u64 *)(r10 -8)
        call bpf_trace_printk
        r0 = r6
        exit
        each:
        r3 = *(u64 *)(r2 +0)
        r3 += r1
        *(u64 *)(r2 +0) = r3
        r0 = 0
        exit
        """;

    assertThat(run(kernel, engine, text)).isEqualTo(5);
    assertThat(kernel.printed()).containsExactly(" 10");
    FaultException endless =
        catchThrowableOfType(
            FaultException.class,
            () ->
                Sandbox.builder(Assembler.assemble(text.replace("r1 = 5", "r1 = 8000000")))
                    .engine(engine)
                    .kernel(kernel)
                    .budget(10_000)
                    .build()
                    .run());
    assertThat(endless.fault()).isInstanceOf(Fault.BudgetExhausted.class);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCallOtherProgramsAtTheirTail(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap programs = kernel.createMap(spec("programs", MapType.PROG_ARRAY, 4, 4, 2));
    String text =
        """
        r6 = *(u64 *)(r1 +0)
        r6 += 1
        *(u64 *)(r1 +0) = r6
        r2 = map[fd:0]
        r3 = 0
        call bpf_tail_call
        r0 = r6
        exit
        """;
    Sandbox self = sandbox(kernel, engine, text, "programs");
    byte[] context = new byte[8];

    assertThat(self.run(context)).as("no program there").isEqualTo(1);
    kernel.setProgram(programs, 0, self);
    assertThat(self.run(context)).as("33 calls, then the last goes on").isEqualTo(35);
    kernel.setProgram(
        programs, 0, Sandbox.builder(Assembler.assemble("r0 = 99\nexit")).kernel(kernel).build());
    assertThat(self.run(context)).isEqualTo(99);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadStringsFromAnywhere(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();

    assertThat(
            run(
                kernel,
                engine,
                "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0x1234\ncall bpf_probe_read_kernel\nexit"))
        .as("EFAULT")
        .isEqualTo(-14);
    assertThat(
            run(
                kernel,
                engine,
                """
                *(u32 *)(r10 -8) = 0x636261
                r1 = r10
                r1 += -16
                r2 = 8
                r3 = r10
                r3 += -8
                call bpf_probe_read_kernel_str
                exit
                """))
        .isEqualTo(4);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCutAPacket(Engine engine) {
    Sandbox sandbox =
        Sandbox.builder(
                Assembler.assemble(
                    """
                    r6 = r1
                    r2 = 4
                    call bpf_xdp_adjust_head
                    r2 = *(u32 *)(r6 +0)
                    r3 = *(u32 *)(r6 +4)
                    r0 = r3
                    r0 -= r2
                    r4 = *(u8 *)(r2 +0)
                    r0 += r4
                    exit
                    """))
            .engine(engine)
            .kernel(SimulatedKernel.create())
            .build();
    byte[] packet = new byte[60];
    packet[4] = 100;
    PacketContext context = PacketContext.xdp(packet);

    assertThat(sandbox.run(context)).isEqualTo(156);
    assertThat(context.packet()).hasSize(56);
  }

  private static long run(SimulatedKernel kernel, Engine engine, String text) {
    return sandbox(kernel, engine, text).run();
  }

  /** A program in which {@code map[fd:N]} stands for the map with name N. */
  private static Sandbox sandbox(
      SimulatedKernel kernel, Engine engine, String text, String... maps) {
    List<Instruction> program = Assembler.assemble(text);
    List<MapReference> references = new ArrayList<>();
    for (int i = 0; i < program.size(); i++) {
      if (program.get(i) instanceof Instruction.LoadImmediate64 load
          && load.kind() == ImmediateKind.MAP_FD) {
        references.add(new MapReference(i, maps[load.low()]));
      }
    }
    return Sandbox.builder(
            new ProgramSpec(
                "test",
                ProgramType.XDP,
                null,
                "",
                program,
                references,
                List.of(),
                List.of(),
                List.of(),
                List.of()))
        .engine(engine)
        .kernel(kernel)
        .build();
  }

  private static MapSpec spec(String name, MapType type, int key, int value, int capacity) {
    return new MapSpec(name, type, key, value, capacity, 0, 0, 0);
  }

  private static byte[] number(long value, int bytes) {
    byte[] number = new byte[bytes];
    for (int i = 0; i < bytes; i++) {
      number[i] = (byte) (value >>> 8 * i);
    }
    return number;
  }

  private static byte[] prefix(int length, int... bytes) {
    byte[] key = new byte[8];
    key[0] = (byte) length;
    for (int i = 0; i < 4; i++) {
      key[4 + i] = (byte) bytes[i];
    }
    return key;
  }
}
