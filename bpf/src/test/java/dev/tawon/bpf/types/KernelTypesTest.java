package dev.tawon.bpf.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.tawon.bpf.types.KernelStructures.OldBio;
import dev.tawon.bpf.types.KernelStructures.OldTask;
import dev.tawon.bpf.types.KernelStructures.Task;
import dev.tawon.compiler.Compiler;
import dev.tawon.compiler.CompilerOptions;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;
import dev.tawon.object.CoreRelocationException;
import dev.tawon.object.CoreRelocator;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.sandbox.Engine;
import dev.tawon.sandbox.Sandbox;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Programs fitted to the types of Linux 5.10, 6.1, 6.12 and the newest, run in the sandbox on memory that is laid out as that kernel
 * would: what they read and what they are told is what a plain walk over the kernel's types finds.
 */
class KernelTypesTest {
  private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L);

  private static final ObjectSpec READS = compile(KernelReads.class);
  private static final ObjectSpec QUESTIONS = compile(KernelQuestions.class);

  /** What a program of {@link KernelReads} is to return, and the structure whose address it is given. */
  private record Expectation(String type, ToLongFunction<Kernel> value) {}

  /** A kernel's types, and memory of them. */
  private record Kernel(String version, Btf btf, Layout layout, KernelMemory memory) {
    static Kernel of(String version, Btf btf, long seed) {
      Layout layout = new Layout(btf);
      KernelMemory memory = new KernelMemory(layout, seed);
      memory.point("task_struct", "signal", "signal_struct");
      memory.point("task_struct", "real_parent", "task_struct");
      memory.point("signal_struct", "pids[1]", "pid");
      memory.point("signal_struct", "pids[2]", "pid");
      memory.point("files_struct", "fd_array[9]", "file");
      memory.point("block_device", "bd_disk", "gendisk");
      if (layout.has("bio", "bi_disk")) {
        memory.point("bio", "bi_disk", "gendisk");
      } else {
        memory.point("bio", "bi_bdev", "block_device");
      }
      if (layout.has("cgroup", "ancestors")) {
        memory.point("cgroup", "ancestors[2]", "cgroup");
      }
      return new Kernel(version, btf, layout, memory);
    }

    long number(String type, String path) {
      return memory.read(type, path);
    }

    boolean has(String type, String path) {
      return layout.has(type, path);
    }

    long truth(boolean answer, int at) {
      return answer ? 1L << at : 0;
    }

    boolean isSigned(String type, String path) {
      return layout.isSigned(layout.at(type, path));
    }
  }

  private static ObjectSpec compile(Class<?> module) {
    return Compiler.compile(module, CompilerOptions.defaults()).object();
  }

  private static Map<String, Expectation> reads() {
    Map<String, Expectation> all = new LinkedHashMap<>();
    ToLongFunction<Kernel> state =
        kernel ->
            kernel.has("task_struct", "state")
                ? kernel.number("task_struct", "state")
                : (int) kernel.number("task_struct", "__state");
    all.put("state", new Expectation("task_struct", state));
    all.put("stateOfCurrent", new Expectation("task_struct", state));
    all.put(
        "cpu",
        new Expectation(
            "task_struct",
            kernel ->
                (int)
                    kernel.number(
                        "task_struct",
                        kernel.has("task_struct", "cpu") ? "cpu" : "thread_info.cpu")));
    all.put("diskMajor", new Expectation("bio", kernel -> kernel.number("gendisk", "major")));
    all.put(
        "iteratorType",
        new Expectation(
            "iov_iter",
            kernel ->
                kernel.has("iov_iter", "type")
                    ? (int) kernel.number("iov_iter", "type")
                    : (byte) kernel.number("iov_iter", "iter_type")));
    all.put(
        "vectors",
        new Expectation(
            "iov_iter",
            kernel -> kernel.has("iov_iter", "__iov") ? kernel.number("iov_iter", "__iov") : -1));
    all.put(
        "ancestor",
        new Expectation(
            "cgroup",
            kernel ->
                kernel.has("cgroup", "ancestor_ids")
                    ? kernel.number("cgroup", "ancestor_ids[2]")
                    : kernel.number("cgroup", "level")));
    all.put(
        "inlineSegment",
        new Expectation(
            "bio",
            kernel ->
                kernel.has("bio", "bi_inline_vecs")
                    ? (int) kernel.number("bio", "bi_inline_vecs[3].bv_len")
                    : -1));
    all.put("tgid", new Expectation("task_struct", kernel -> kernel.number("task_struct", "tgid")));
    all.put(
        "parentTgid",
        new Expectation("task_struct", kernel -> kernel.number("task_struct", "tgid")));
    all.put("operation", new Expectation("bio", kernel -> (int) kernel.number("bio", "bi_opf")));
    all.put("segments", new Expectation("bio", kernel -> kernel.number("bio", "bi_vcnt")));
    all.put(
        "protocol",
        new Expectation("sock", kernel -> (short) kernel.number("sock", "sk_protocol")));
    all.put(
        "socketState",
        new Expectation(
            "socket",
            kernel ->
                (int) kernel.number("socket", "state") * 31L + kernel.number("socket", "type")));
    all.put(
        "resizing",
        new Expectation(
            "files_struct",
            kernel -> kernel.number("files_struct", "resize_in_progress") != 0 ? 5 : 6));
    all.put(
        "runtime",
        new Expectation(
            "task_struct", kernel -> kernel.number("task_struct", "se.sum_exec_runtime")));
    all.put("sector", new Expectation("bio", kernel -> kernel.number("bio", "bi_iter.bi_sector")));
    all.put(
        "address",
        new Expectation("sock", kernel -> (int) kernel.number("sock", "__sk_common.skc_daddr")));
    all.put(
        "addressByte",
        new Expectation(
            "sock",
            kernel -> (byte) kernel.number("sock", "__sk_common.skc_v6_daddr.in6_u.u6_addr8[5]")));
    all.put(
        "addressWord",
        new Expectation(
            "sock",
            kernel -> (int) kernel.number("sock", "__sk_common.skc_v6_daddr.in6_u.u6_addr32[3]")));
    all.put("count", new Expectation("iov_iter", kernel -> kernel.number("iov_iter", "count")));
    all.put(
        "segmentsLeft",
        new Expectation("iov_iter", kernel -> kernel.number("iov_iter", "nr_segs")));
    all.put("resetOnFork", yes("task_struct", "task_struct", "sched_reset_on_fork"));
    all.put(
        "inExec",
        new Expectation("task_struct", kernel -> kernel.number("task_struct", "in_execve")));
    all.put("kernelSocket", yes("sock", "sock", "sk_kern_sock"));
    all.put(
        "reuse", new Expectation("sock", kernel -> kernel.number("sock", "__sk_common.skc_reuse")));
    all.put(
        "windowScales",
        new Expectation(
            "tcp_options_received",
            kernel ->
                kernel.number("tcp_options_received", "snd_wscale") * 100
                    + kernel.number("tcp_options_received", "rcv_wscale")));
    all.put(
        "precision",
        new Expectation("printf_spec", kernel -> kernel.number("printf_spec", "precision")));
    all.put(
        "fieldWidth",
        new Expectation("printf_spec", kernel -> kernel.number("printf_spec", "field_width")));
    all.put(
        "commByte",
        new Expectation(
            "task_struct",
            kernel ->
                (byte) kernel.number("task_struct", "comm[3]") * 1000L
                    + kernel.layout.length(kernel.layout.at("task_struct", "comm"))));
    all.put(
        "openWord",
        new Expectation(
            "files_struct", kernel -> kernel.number("files_struct", "open_fds_init[0]")));
    all.put(
        "fileLimit",
        new Expectation(
            "task_struct", kernel -> kernel.number("signal_struct", "rlim[7].rlim_max")));
    all.put("sumOfLimits", new Expectation("task_struct", KernelTypesTest::sumOfLimits));
    all.put(
        "pidLevel", new Expectation("task_struct", kernel -> (int) kernel.number("pid", "level")));
    all.put(
        "pidLevels",
        new Expectation(
            "task_struct",
            kernel -> {
              long level = (int) kernel.number("pid", "level");
              long pids = kernel.layout.length(kernel.layout.at("signal_struct", "pids"));
              return 31 * (31 * pids + level) + level;
            }));
    all.put(
        "fileFlags",
        new Expectation("files_struct", kernel -> (int) kernel.number("file", "f_flags")));
    all.put("number", new Expectation("pid", kernel -> kernel.number("pid", "numbers[0].nr")));
    all.put(
        "numberByLevel",
        new Expectation(
            "pid",
            kernel ->
                kernel.number("pid", "numbers[" + (kernel.number("pid", "level") & 3) + "].nr")));
    all.put("subreaper", yes("task_struct", "signal_struct", "is_child_subreaper"));
    return all;
  }

  private static Expectation yes(String argument, String type, String path) {
    return new Expectation(argument, kernel -> kernel.number(type, path) != 0 ? 5 : 6);
  }

  private static long sumOfLimits(Kernel kernel) {
    long length = kernel.layout.length(kernel.layout.at("signal_struct", "rlim"));
    long sum = 0;
    for (int i = 0; i < length; i++) {
      sum += kernel.number("signal_struct", "rlim[" + i + "].rlim_cur");
    }
    return sum;
  }

  private static Map<String, Expectation> questions() {
    Map<String, ToLongFunction<Kernel>> all = new LinkedHashMap<>();
    all.put(
        "offsets",
        kernel ->
            (offset(kernel, "task_struct", "tgid") * 100_000
                        + offset(kernel, "task_struct", "se.sum_exec_runtime"))
                    * 100_000
                + offset(kernel, "iov_iter", "count"));
    all.put(
        "fieldSizes",
        kernel ->
            (size(kernel, "task_struct", "comm") * 100_000 + size(kernel, "task_struct", "signal"))
                    * 100_000
                + size(kernel, "task_struct", "se"));
    all.put(
        "signs",
        kernel ->
            kernel.truth(kernel.isSigned("task_struct", "exit_signal"), 0)
                | kernel.truth(kernel.isSigned("task_struct", "flags"), 1)
                | kernel.truth(kernel.isSigned("printf_spec", "precision"), 2)
                | kernel.truth(kernel.isSigned("sock", "sk_protocol"), 3));
    all.put(
        "fields",
        kernel ->
            kernel.truth(kernel.has("task_struct", "__state"), 0)
                | kernel.truth(kernel.has("task_struct", "state"), 1)
                | kernel.truth(kernel.has("task_struct", "thread_info.cpu"), 2)
                | kernel.truth(kernel.has("iov_iter", "iter_type"), 3)
                | kernel.truth(kernel.has("bio", "bi_inline_vecs"), 4)
                | kernel.truth(kernel.has("sock", "__sk_common.skc_v6_daddr"), 5)
                | kernel.truth(kernel.has("task_struct", "in_execve"), 6));
    all.put(
        "types",
        kernel ->
            kernel.truth(kernel.layout.hasType("task_struct"), 0)
                | kernel.truth(kernel.layout.hasType("folio"), 1)
                | kernel.truth(kernel.layout.hasType("maple_tree"), 2)
                | kernel.truth(kernel.layout.hasType("bpf_arena"), 3)
                | kernel.truth(kernel.layout.hasType("hd_struct"), 4)
                | kernel.truth(kernel.layout.hasType("bpf_attr"), 5));
    all.put(
        "typeSizes",
        kernel ->
            ((kernel.layout.sizeOf("task_struct") * 10_000 + kernel.layout.sizeOf("folio")) * 10_000
                        + kernel.layout.sizeOf("bpf_attr"))
                    * 10_000
                + kernel.layout.sizeOf("bpf_arena"));
    all.put("counterNumber", kernel -> constant(kernel, "node_stat_item", "NR_KERNEL_STACK_KB"));
    all.put("renamedConstant", KernelTypesTest::renamed);
    all.put(
        "wideConstant", kernel -> constant(kernel, "perf_callchain_context", "PERF_CONTEXT_USER"));
    all.put(
        "negativeConstant",
        kernel -> constant(kernel, "perf_event_state", "PERF_EVENT_STATE_DEAD"));
    Map<String, Expectation> expectations = new LinkedHashMap<>();
    all.forEach((name, value) -> expectations.put(name, new Expectation("task_struct", value)));
    return expectations;
  }

  private static long renamed(Kernel kernel) {
    var newName =
        kernel.layout.enumerator("bpf_map_type", "BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED");
    return newName.isPresent()
        ? 1000 + newName.getAsLong()
        : constant(kernel, "bpf_map_type", "BPF_MAP_TYPE_CGROUP_STORAGE");
  }

  private static long offset(Kernel kernel, String type, String path) {
    return kernel.layout.at(type, path).bit() / 8;
  }

  private static long size(Kernel kernel, String type, String path) {
    return kernel.layout.bytes(kernel.layout.at(type, path));
  }

  private static long constant(Kernel kernel, String enumeration, String name) {
    return kernel.layout.enumerator(enumeration, name).orElseThrow();
  }

  private static Stream<DynamicTest> onEachKernel(
      ObjectSpec object, Map<String, Expectation> expectations) {
    assertThat(object.programs())
        .extracting(ProgramSpec::name)
        .hasSameElementsAs(expectations.keySet());
    return KernelTypes.all().stream()
        .map(types ->
            dynamicTest(
                types.version(),
                () -> {
                  Btf btf = types.read();
                  for (long seed : SEEDS) {
                    assertAsExpected(
                        object, expectations, Kernel.of(types.version(), btf, seed), seed);
                  }
                }));
  }

  private static void assertAsExpected(
      ObjectSpec object, Map<String, Expectation> expectations, Kernel kernel, long seed) {
    kernel.memory.kernel().createMaps(object);
    CoreRelocator relocator = CoreRelocator.of(object.btf(), kernel.btf);
    List<String> wrong = new ArrayList<>();
    for (ProgramSpec program : object.programs()) {
      Expectation expectation = expectations.get(program.name());
      long expected = expectation.value.applyAsLong(kernel);
      ProgramSpec fitted = relocator.relocate(program).program();
      for (Engine engine : List.of(Engine.INTERPRETER, Engine.JIT)) {
        long found = run(fitted, engine, kernel, expectation.type);
        if (found != expected) {
          wrong.add("%s: 0x%x, not 0x%x, %s".formatted(program.name(), found, expected, engine));
        }
      }
    }
    assertThat(wrong).as("on Linux %s, seed %d", kernel.version, seed).isEmpty();
  }

  private static long run(ProgramSpec program, Engine engine, Kernel kernel, String type) {
    Sandbox sandbox =
        Sandbox.builder(program).kernel(kernel.memory.kernel()).engine(engine).build();
    long address = kernel.memory.address(type);
    return (int) sandbox.run(arguments(address, 32)) * (1L << 32)
        | Integer.toUnsignedLong((int) sandbox.run(arguments(address, 0)));
  }

  private static byte[] arguments(long... values) {
    ByteBuffer context =
        ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      context.putLong(value);
    }
    return context.array();
  }

  @TestFactory
  Stream<DynamicTest> shouldReadWhatLiesWhereTheKernelHasIt() {
    return onEachKernel(READS, reads());
  }

  @TestFactory
  Stream<DynamicTest> shouldAnswerQuestionsAsTheKernelsTypesDo() {
    return onEachKernel(QUESTIONS, questions());
  }

  /** Reads fields without asking whether they are there. */
  @BpfModule
  static final class Unguarded {
    @RawTracepoint("sys_enter")
    static int oldState(long at) {
      return (int) dev.tawon.lang.Kernel.pointer(at, OldTask.class).state;
    }

    @RawTracepoint("sys_enter")
    static int newState(long at) {
      return dev.tawon.lang.Kernel.pointer(at, Task.class).__state;
    }

    @RawTracepoint("sys_enter")
    static int oldDisk(long at) {
      return dev.tawon.lang.Kernel.pointer(at, OldBio.class).bi_disk.major;
    }

    @RawTracepoint("sys_enter")
    static int constant(long at) {
      return (int)
          dev.tawon.lang.Kernel.enumValue("bpf_map_type", "BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED");
    }
  }

  /** What fitting a program to a kernel fails with, or nothing. */
  private static String failure(ObjectSpec object, String program, Btf btf) {
    ProgramSpec spec = object.program(program).orElseThrow();
    try {
      CoreRelocator.apply(spec, object.btf(), btf);
      return "";
    } catch (CoreRelocationException e) {
      return e.getMessage();
    }
  }

  @TestFactory
  Stream<DynamicTest> shouldSayWhichFieldAKernelLacksAndWhatItHasInstead() {
    ObjectSpec object = compile(Unguarded.class);
    return KernelTypes.all().stream()
        .map(types ->
            dynamicTest(
                types.version(),
                () -> {
                  Btf btf = types.read();
                  if (types == KernelTypes.LINUX_5_10) {
                    assertThat(failure(object, "oldState", btf)).isEmpty();
                    assertThat(failure(object, "oldDisk", btf)).isEmpty();
                    assertThat(failure(object, "newState", btf))
                        .contains("the kernel's struct task_struct has no field __state", "state");
                  } else {
                    assertThat(failure(object, "newState", btf)).isEmpty();
                    assertThat(failure(object, "oldState", btf))
                        .contains("the kernel's struct task_struct has no field state", "__state");
                    assertThat(failure(object, "oldDisk", btf))
                        .contains("the kernel's struct bio has no field bi_disk");
                  }
                  String constant = failure(object, "constant", btf);
                  if (types == KernelTypes.LINUX_5_10 || types.isOf61()) {
                    assertThat(constant)
                        .contains(
                            "enum bpf_map_type has no BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED");
                  } else {
                    assertThat(constant).isEmpty();
                  }
                }));
  }
}
