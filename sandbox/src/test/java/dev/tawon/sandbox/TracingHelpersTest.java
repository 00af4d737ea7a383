package dev.tawon.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Helpers of programs that trace: stacks, cgroups, timers, text, memory. */
class TracingHelpersTest {

  @ParameterizedTest
  @EnumSource
  void shouldNumberStacks(Engine engine) {
    SimulatedKernel kernel =
        SimulatedKernel.create().setStacks(new long[] {0x11, 0x22, 0x33}, new long[] {0x44});
    SimulatedMap stacks = kernel.createMap(spec("s", MapType.STACK_TRACE, 4, 16, 100));
    String text = "r2 = map[fd:0]\nr3 = %d\ncall bpf_get_stackid\nexit";

    long id = NamedProgram.of(text.formatted(1), "s").run(kernel, engine);
    assertThat(id).isBetween(0L, 99L);
    assertThat(stacks.get(bytes(id, 4)))
        .contains(concat(bytes(0x22, 8), bytes(0x33, 8))); // one is skipped
    assertThat(NamedProgram.of(text.formatted(1), "s").run(kernel, engine)).isEqualTo(id);
    assertThat(NamedProgram.of(text.formatted(1 << 8), "s").run(kernel, engine))
        .as("the user's")
        .isNotEqualTo(id);
    assertThat(NamedProgram.of(text.formatted(3), "s").run(kernel, engine)).isEqualTo(-14);
    assertThat(NamedProgram.of(text.formatted(1 << 20), "s").run(kernel, engine)).isEqualTo(-22);
  }

  @ParameterizedTest
  @EnumSource
  void shouldCopyAStack(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    NamedProgram program =
        NamedProgram.of(
            "r2 = r10\nr2 += -32\nr3 = 32\nr4 = 0\ncall bpf_get_stack\n"
                + "if r0 s< 0 goto end\nr1 = *(u64 *)(r10 -24)\nr0 += r1\nend:\nexit");

    assertThat(program.run(kernel, engine)).as("EFAULT: none is set").isEqualTo(-14);
    kernel.setStacks(new long[] {0x1000, 0x2000}, new long[0]);
    assertThat(program.run(kernel, engine)).isEqualTo(16 + 0x2000);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKnowTheProcesssCgroups(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create().setCgroups(1, 50, 77);
    SimulatedMap array = kernel.createMap(spec("c", MapType.CGROUP_ARRAY, 4, 4, 3));
    kernel.setCgroup(array, 0, 50);
    kernel.setCgroup(array, 1, 51);
    String under = "r1 = map[fd:0]\nr2 = %d\ncall bpf_current_task_under_cgroup\nexit";

    assertThat(run(kernel, engine, "call bpf_get_current_cgroup_id\nexit")).isEqualTo(77);
    assertThat(run(kernel, engine, "r1 = 1\ncall bpf_get_current_ancestor_cgroup_id\nexit"))
        .isEqualTo(50);
    assertThat(run(kernel, engine, "r1 = 3\ncall bpf_get_current_ancestor_cgroup_id\nexit"))
        .isZero();
    assertThat(NamedProgram.of(under.formatted(0), "c").run(kernel, engine)).isEqualTo(1);
    assertThat(NamedProgram.of(under.formatted(1), "c").run(kernel, engine)).isZero();
    assertThat(NamedProgram.of(under.formatted(2), "c").run(kernel, engine))
        .as("EAGAIN")
        .isEqualTo(-11);
    assertThat(NamedProgram.of(under.formatted(3), "c").run(kernel, engine))
        .as("E2BIG")
        .isEqualTo(-7);
  }

  @ParameterizedTest
  @EnumSource
  void shouldRunTimersThatAreDue(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create().setTime(1000);
    SimulatedMap map = kernel.createMap(spec("m", MapType.ARRAY, 4, 24, 2));
    Sandbox sandbox =
        NamedProgram.of(
                """
                *(u32 *)(r10 -4) = 1
                r2 = r10
                r2 += -4
                r1 = map[fd:0]
                call bpf_map_lookup_elem
                r6 = r0
                r1 = r6
                r2 = map[fd:0]
                r3 = 1
                call bpf_timer_init
                r7 = r0
                r1 = r6
                r2 = subprog[due]
                call bpf_timer_set_callback
                r7 |= r0
                r1 = r6
                r2 = 500
                r3 = 0
                call bpf_timer_start
                r0 |= r7
                exit
                due:
                r4 = *(u32 *)(r2 +0)
                r5 = *(u64 *)(r3 +16)
                r5 += r4
                *(u64 *)(r3 +16) = r5
                r0 = 0
                exit
                """,
                "m")
            .sandbox(kernel, engine);

    assertThat(sandbox.run()).isZero();
    assertThat(kernel.setTime(1499).runTimers()).isZero();
    assertThat(kernel.setTime(1500).runTimers()).isEqualTo(1);
    assertThat(kernel.runTimers()).as("only once").isZero();
    assertThat(map.get(bytes(1, 4)).orElseThrow()[16]).as("the key").isEqualTo((byte) 1);
    assertThat(sandbox.run()).as("EBUSY: it is there already").isEqualTo(-16);
  }

  @ParameterizedTest
  @EnumSource
  void shouldStopALockThatIsTakenTwice(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    String lock = "*(u64 *)(r10 -8) = 0\nr1 = r10\nr1 += -8\ncall bpf_spin_lock\n";
    String again = "r1 = r10\nr1 += -8\ncall bpf_spin_%s\n";

    assertThat(run(kernel, engine, lock + again.formatted("unlock") + "r0 = 1\nexit")).isEqualTo(1);
    Sandbox twice =
        NamedProgram.of(lock + again.formatted("lock") + "exit").sandbox(kernel, engine);
    assertThat(catchThrowableOfType(FaultException.class, twice::run))
        .hasMessageContaining("bpf_spin_lock: the lock is held already");
  }

  @ParameterizedTest
  @EnumSource
  void shouldFormatAsTheKernelDoes(Engine engine) {
    assertThat(format(engine, "%d|%u|%x", -1)).isEqualTo("-1|4294967295|ffffffff");
    assertThat(format(engine, "%ld|%lu|%llx", -1))
        .isEqualTo("-1|18446744073709551615|ffffffffffffffff");
    assertThat(format(engine, "%5d|%-5d|%05d", 42)).isEqualTo("   42|42   |00042");
    assertThat(format(engine, "%c%%", 'A')).isEqualTo("A%");
    assertThat(format(engine, "%+d", 7)).isEqualTo("+7");
    for (String refused : List.of("%#x", "%f", "%", "%q", "%d %d %d %d", "\u0001", "%lc", "%pQ")) {
      assertThat(format(engine, refused, 1)).as(refused).isEqualTo("-22");
    }
  }

  /** What {@code bpf_trace_printk} prints of one number three times; or its error. */
  private static String format(Engine engine, String format, long number) {
    SimulatedKernel kernel = SimulatedKernel.create();
    byte[] text = (format + "\0").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    long address = kernel.addMemory("the format", text);
    long result =
        run(
            kernel,
            engine,
            "r1 = 0x%x ll\nr2 = %d\nr3 = %d\nr4 = r3\nr5 = r3\ncall bpf_trace_printk\nexit"
                .formatted(address, text.length, number));
    return result < 0 ? Long.toString(result) : kernel.printed().getFirst();
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadNumbers(Engine engine) {
    assertThat(number(engine, "strtol", "-12 ", 0)).isEqualTo(List.of(3L, -12L));
    assertThat(number(engine, "strtol", " 0x1f", 0)).isEqualTo(List.of(5L, 31L));
    assertThat(number(engine, "strtol", "017", 0)).isEqualTo(List.of(3L, 15L));
    assertThat(number(engine, "strtol", "017", 10)).isEqualTo(List.of(3L, 17L));
    assertThat(number(engine, "strtoul", "18446744073709551615", 10)).isEqualTo(List.of(20L, -1L));
    assertThat(number(engine, "strtoul", "-1", 10).getFirst()).isEqualTo(-22);
    assertThat(number(engine, "strtol", "x", 10).getFirst()).isEqualTo(-22);
    assertThat(number(engine, "strtol", "1", 7).getFirst()).isEqualTo(-22);
    assertThat(number(engine, "strtol", "9223372036854775808", 10).getFirst())
        .as("ERANGE")
        .isEqualTo(-34);
  }

  private static List<Long> number(Engine engine, String helper, String text, int base) {
    SimulatedKernel kernel = SimulatedKernel.create();
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    long from = kernel.addMemory("the text", bytes);
    byte[] result = new byte[8];
    long to = kernel.addMemory("the number", result);
    long consumed =
        run(
            kernel,
            engine,
            "r1 = 0x%x ll\nr2 = %d\nr3 = %d\nr4 = 0x%x ll\ncall bpf_%s\nexit"
                .formatted(from, bytes.length, base, to, helper));
    return List.of(
        consumed,
        java.nio.ByteBuffer.wrap(result).order(java.nio.ByteOrder.LITTLE_ENDIAN).getLong());
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAndWriteSimulatedMemory(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    byte[] memory = {1, 2, 3, 4, 'h', 'i', 0, 9};
    long address = kernel.addMemory("a structure", memory);
    String read =
        "r1 = r10\nr1 += -8\nr2 = 4\nr3 = 0x%x ll\ncall bpf_probe_read_user\nr1 = *(u32 *)(r10 -8)\nr0 += r1\nexit";

    assertThat(run(kernel, engine, read.formatted(address))).isEqualTo(0x04030201);
    assertThat(run(kernel, engine, read.formatted(address + 6)))
        .as("EFAULT, and zeros: two bytes are past the end")
        .isEqualTo(-14);
    assertThat(
            run(
                kernel,
                engine,
                "r1 = r10\nr1 += -8\nr2 = 8\nr3 = 0x%x ll\ncall bpf_probe_read_user_str\nexit"
                    .formatted(address + 4)))
        .isEqualTo(3);
    String write =
        "*(u64 *)(r10 -8) = 7\nr1 = 0x%x ll\nr2 = r10\nr2 += -8\nr3 = 1\ncall bpf_probe_write_user\nexit";
    assertThat(run(kernel, engine, write.formatted(address))).isZero();
    assertThat(memory[0]).isEqualTo((byte) 7);
    assertThat(run(kernel, engine, write.formatted(0x1234))).as("EPERM").isEqualTo(-1);
    kernel.setTaskMemory(new byte[] {0, 0, 0, 0, 5, 0, 0, 0});
    assertThat(run(kernel, engine, "call bpf_get_current_task_btf\nr0 = *(u32 *)(r0 +4)\nexit"))
        .isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindAFunctionsArgumentsInItsContext(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create().setAttachCookie(42);
    byte[] context = concat(bytes(10, 8), concat(bytes(20, 8), bytes(-5, 8))); // and the result
    String argument =
        "r2 = %d\nr3 = r10\nr3 += -8\ncall bpf_get_func_arg\nif r0 != 0 goto end\nr0 = *(u64 *)(r10 -8)\nend:\nexit";

    assertThat(NamedProgram.of(argument.formatted(1)).sandbox(kernel, engine).run(context))
        .isEqualTo(20);
    assertThat(NamedProgram.of(argument.formatted(2)).sandbox(kernel, engine).run(context))
        .as("EINVAL")
        .isEqualTo(-22);
    assertThat(
            NamedProgram.of(
                    "r2 = r10\nr2 += -8\ncall bpf_get_func_ret\nr0 = *(u64 *)(r10 -8)\nexit")
                .sandbox(kernel, engine)
                .run(context))
        .isEqualTo(-5);
    assertThat(run(kernel, engine, "call bpf_get_attach_cookie\nexit")).isEqualTo(42);
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepStorageByWhatItBelongsTo(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    kernel.createMap(spec("t", MapType.TASK_STORAGE, 4, 8, 0));
    kernel.createMap(spec("g", MapType.CGROUP_STORAGE, 16, 8, 0));
    String task =
        "call bpf_get_current_task_btf\nr2 = r0\nr1 = map[fd:0]\nr3 = 0\nr4 = %d\ncall bpf_task_storage_get\n"
            + "if r0 == 0 goto end\nr1 = 1\nlock *(u64 *)(r0 +0) += r1\nr0 = *(u64 *)(r0 +0)\nend:\nexit";

    assertThat(NamedProgram.of(task.formatted(0), "t").run(kernel, engine)).isZero();
    assertThat(NamedProgram.of(task.formatted(1), "t").run(kernel, engine)).isEqualTo(1);
    assertThat(NamedProgram.of(task.formatted(0), "t").run(kernel, engine)).isEqualTo(2);
    NamedProgram cgroup =
        NamedProgram.of(
            "r1 = map[fd:0]\nr2 = 0\ncall bpf_get_local_storage\nr1 = 1\nlock *(u64 *)(r0 +0) += r1\n"
                + "r0 = *(u64 *)(r0 +0)\nexit",
            "g");
    assertThat(cgroup.run(kernel, engine)).isEqualTo(1);
    assertThat(cgroup.run(kernel, engine)).isEqualTo(2);
    kernel.setCgroups(1, 2);
    assertThat(cgroup.run(kernel, engine)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void shouldDrainWhatUserSpaceSends(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap ring = kernel.createMap(spec("u", MapType.USER_RINGBUF, 0, 0, 32));
    Sandbox sandbox =
        NamedProgram.of(
                """
                *(u64 *)(r10 -8) = 0
                r1 = map[fd:0]
                r2 = subprog[each]
                r3 = r10
                r3 += -8
                r4 = 0
                call bpf_user_ringbuf_drain
                r0 <<= 8
                r1 = *(u64 *)(r10 -8)
                r0 |= r1
                exit
                each:
                r6 = r2
                r3 = r1
                r1 = r10
                r1 += -8
                r2 = 1
                r4 = 0
                r5 = 0
                call bpf_dynptr_read
                r1 = *(u8 *)(r10 -8)
                r2 = *(u64 *)(r6 +0)
                r1 += r2
                *(u64 *)(r6 +0) = r1
                r0 = 0
                exit
                """,
                "u")
            .sandbox(kernel, engine);

    assertThat(sandbox.run()).isZero();
    assertThat(ring.send(new byte[] {3})).isZero();
    assertThat(ring.send(new byte[] {4})).isZero();
    assertThat(ring.send(new byte[] {5})).as("ENOSPC").isEqualTo(-28);
    assertThat(sandbox.run()).isEqualTo(2 << 8 | 7);
    assertThat(ring.send(new byte[] {5})).isZero();
    assertThat(kernel.createMap(spec("a", MapType.ARRAY, 4, 4, 1)).send(new byte[1]))
        .as("EOPNOTSUPP")
        .isEqualTo(-95);
  }

  @ParameterizedTest
  @EnumSource
  void shouldWriteRecordsThroughDynamicPointers(Engine engine) {
    SimulatedKernel kernel = SimulatedKernel.create();
    SimulatedMap ring = kernel.createMap(spec("r", MapType.RINGBUF, 0, 0, 64));
    Sandbox sandbox =
        NamedProgram.of(
                """
                *(u64 *)(r10 -24) = 0x1122
                r1 = map[fd:0]
                r2 = 4
                r3 = 0
                r4 = r10
                r4 += -16
                call bpf_ringbuf_reserve_dynptr
                r1 = r10
                r1 += -16
                r2 = %d
                r3 = r10
                r3 += -24
                r4 = 2
                r5 = 0
                call bpf_dynptr_write
                r6 = r0
                r1 = r10
                r1 += -16
                r2 = 0
                call bpf_ringbuf_submit_dynptr
                r0 = r6
                exit
                """
                    .formatted(1),
                "r")
            .sandbox(kernel, engine);

    assertThat(sandbox.run()).isZero();
    assertThat(ring.drain()).containsExactly(new byte[] {0, 0x22, 0x11, 0});
  }

  private static long run(SimulatedKernel kernel, Engine engine, String text) {
    return NamedProgram.of(text).run(kernel, engine);
  }

  private static MapSpec spec(String name, MapType type, int key, int value, int capacity) {
    return new MapSpec(name, type, key, value, capacity, 0, 0, 0);
  }

  private static byte[] bytes(long number, int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (number >> 8 * i);
    }
    return bytes;
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
