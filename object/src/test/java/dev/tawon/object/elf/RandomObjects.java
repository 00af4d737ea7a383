package dev.tawon.object.elf;

import dev.tawon.isa.AluOperator;
import dev.tawon.isa.Encoder;
import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Register;
import dev.tawon.isa.Width;
import dev.tawon.object.AttachType;
import dev.tawon.object.CoreRelocation;
import dev.tawon.object.CoreRelocationKind;
import dev.tawon.object.FunctionInfo;
import dev.tawon.object.FunctionReference;
import dev.tawon.object.LineInfo;
import dev.tawon.object.MapReference;
import dev.tawon.object.MapSpec;
import dev.tawon.object.MapType;
import dev.tawon.object.ObjectSpec;
import dev.tawon.object.ProgramSpec;
import dev.tawon.object.ProgramType;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Member;
import dev.tawon.object.btf.BtfBuilder.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes objects of every shape that a file can hold. */
final class RandomObjects {
  private record Kind(ProgramType type, @Nullable AttachType attachType, String target) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(ProgramType.TRACING, AttachType.TRACE_RAW_TP, "sched_process_exec"),
          new Kind(ProgramType.TRACING, AttachType.TRACE_FENTRY, "tcp_connect"),
          new Kind(ProgramType.LSM, AttachType.LSM_MAC, "ptrace_access_check"),
          new Kind(ProgramType.KPROBE, null, "tcp_connect"),
          new Kind(ProgramType.KPROBE, null, "tcp_connect%return"),
          new Kind(ProgramType.KPROBE, null, ":"),
          new Kind(ProgramType.KPROBE, null, ":%return"),
          new Kind(ProgramType.XDP, AttachType.XDP, ""),
          new Kind(ProgramType.RAW_TRACEPOINT, null, "sys_enter"),
          new Kind(ProgramType.TRACEPOINT, null, "syscalls/sys_enter_execve"),
          new Kind(ProgramType.CGROUP_SOCK_ADDR, AttachType.CGROUP_INET4_CONNECT, ""),
          new Kind(ProgramType.SCHED_CLS, null, ""));

  private final Random random;
  private final BtfBuilder types = new BtfBuilder();
  private final int word = types.integer("int", Integer.BYTES, true);
  private final int kernelStruct;
  private final int prototype;

  RandomObjects(Random random) {
    this.random = random;
    kernelStruct = types.declareStruct("task_struct");
    types.define(
        kernelStruct, 16, List.of(new Member("pid", word, 0), new Member("tgid", word, 8)));
    prototype = types.functionPrototype(word, List.of(new Parameter("context", types.pointer(0))));
    types.function("bpf_rdonly_cast", prototype, false);
  }

  ElfObject object() {
    List<MapSpec> maps = new ArrayList<>();
    Map<String, byte[]> initial = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      maps.add(map("map" + i));
    }
    for (String section : List.of(".rodata", ".data", ".bss")) {
      if (random.nextBoolean()) {
        byte[] bytes = new byte[8 + random.nextInt(20)];
        if (!section.equals(".bss")) {
          random.nextBytes(bytes);
        }
        initial.put(section, bytes);
        maps.add(
            new MapSpec(
                section,
                MapType.ARRAY,
                4,
                bytes.length,
                1,
                section.equals(".rodata") ? 128 : 0,
                0,
                0));
      }
    }
    Map<String, MapSpec> inner = new HashMap<>();
    if (random.nextBoolean()) {
      maps.add(new MapSpec("outer", MapType.HASH_OF_MAPS, 4, 4, 8, 0, 0, 0));
      inner.put("outer", map("outer.inner"));
    }
    List<ProgramSpec> programs = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      programs.add(program("program" + i, maps));
    }
    String license = random.nextBoolean() ? "GPL" : "";
    return new ElfObject(
        new ObjectSpec("random", license, maps, programs, types.build()), initial, inner);
  }

  private MapSpec map(String name) {
    return switch (random.nextInt(3)) {
      case 0 -> new MapSpec(name, MapType.RINGBUF, 0, 0, 4096, 0, 0, 0);
      case 1 -> new MapSpec(name, MapType.HASH, 4, 16, 100, 1, word, kernelStruct);
      default -> new MapSpec(name, MapType.LPM_TRIE, 12, 7, 1, 1, 0, 0);
    };
  }

  private ProgramSpec program(String name, List<MapSpec> maps) {
    List<Instruction> code = new ArrayList<>();
    List<MapReference> references = new ArrayList<>();
    List<FunctionReference> functions = new ArrayList<>();
    List<CoreRelocation> relocations = new ArrayList<>();
    List<FunctionInfo> infos = new ArrayList<>();
    List<LineInfo> lines = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    Map<Integer, Integer> calls = new HashMap<>(); // instruction to function
    int count = 1 + random.nextInt(3);
    for (int function = 0; function < count; function++) {
      starts.add(code.size());
      infos.add(
          new FunctionInfo(
              code.size(), types.function(name + "_f" + function, prototype, function == 0)));
      lines.add(line(code.size(), function));
      if (function == 0) { // the first calls all, so that they are found in their order
        for (int other = 1; other < count; other++) {
          calls.put(code.size(), other);
          code.add(
              random.nextBoolean()
                  ? new Instruction.CallFunction(0)
                  : new Instruction.LoadImmediate64(ImmediateKind.FUNCTION, Register.R2, 0, 0));
        }
      }
      for (int i = random.nextInt(12); i > 0; i--) {
        int at = code.size();
        if (random.nextInt(4) == 0 && lines.getLast().instruction() < at) {
          lines.add(line(at, i));
        }
        switch (random.nextInt(6)) {
          case 0 ->
              code.add(
                  new Instruction.LoadImmediate64(
                      ImmediateKind.VALUE, Register.R3, random.nextInt(), random.nextInt()));
          case 1 -> code.add(new Instruction.CallHelper(1 + random.nextInt(100)));
          case 2 -> {
            relocations.add(
                new CoreRelocation(at, CoreRelocationKind.FIELD_BYTE_OFFSET, kernelStruct, "0:1"));
            code.add(new Instruction.Load(Width.WORD, false, Register.R1, Register.R6, (short) 8));
          }
          case 3 -> {
            functions.add(new FunctionReference(at, "bpf_rdonly_cast"));
            code.add(new Instruction.CallKernelFunction(0, (short) 0));
          }
          case 4 -> {
            if (!maps.isEmpty()) {
              MapSpec map = maps.get(random.nextInt(maps.size()));
              references.add(new MapReference(at, map.name()));
              code.add(
                  map.name().startsWith(".")
                      ? new Instruction.LoadImmediate64(
                          ImmediateKind.MAP_VALUE, Register.R1, 0, random.nextInt(8))
                      : new Instruction.LoadImmediate64(ImmediateKind.MAP_FD, Register.R1, 0, 0));
            }
          }
          default ->
              code.add(
                  new Instruction.Alu(
                      AluOperator.ADD, random.nextBoolean(), Register.R0, new Immediate(i)));
        }
      }
      code.add(new Instruction.Exit());
    }
    int[] slots = Encoder.slotOffsets(code);
    calls.forEach((at, function) -> {
      int offset = slots[starts.get(function)] - slots[at] - 1;
      code.set(
          at,
          code.get(at) instanceof Instruction.CallFunction
              ? new Instruction.CallFunction(offset)
              : new Instruction.LoadImmediate64(ImmediateKind.FUNCTION, Register.R2, offset, 0));
    });
    Kind kind = KINDS.get(random.nextInt(KINDS.size()));
    return new ProgramSpec(
        name,
        kind.type(),
        kind.attachType(),
        kind.target(),
        code,
        references,
        functions,
        relocations,
        infos,
        lines);
  }

  private LineInfo line(int instruction, int line) {
    return new LineInfo(instruction, "A.java", types.string("A.java"), 0, line + 1);
  }
}
