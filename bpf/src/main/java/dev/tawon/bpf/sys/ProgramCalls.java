package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The commands of {@code bpf(2)} that load programs and their types. */
public final class ProgramCalls {
  private static final int BPF_PROG_LOAD = 5;
  private static final int BPF_BTF_LOAD = 18;

  /** Up to {@code core_relo_rec_size}: what Linux 5.17 knows. An older kernel takes it while the rest is zero. */
  private static final int LOAD_SIZE = 144;

  /** The part of the attributes that every kernel with BTF knows: up to {@code attach_prog_fd}. */
  private static final int LOAD_SIZE_WITHOUT_LOG_LENGTH = 120;

  private static final int LOG_TRUE_SIZE = 140;

  /** The same within {@code BPF_BTF_LOAD}: up to {@code btf_log_level}. */
  private static final int BTF_LOAD_SIZE = 28;

  /** {@code struct bpf_func_info}. */
  private static final int FUNCTION_RECORD = 8;

  /** {@code struct bpf_line_info}. */
  private static final int LINE_RECORD = 16;

  private static final int MAX_ATTEMPTS = 6;

  private ProgramCalls() {}

  /**
   * What {@code BPF_PROG_LOAD} takes.
   *
   * @param type of {@code enum bpf_prog_type}
   * @param name the program's name; the kernel keeps what {@link ObjectName} makes of it
   * @param license the licence
   * @param instructions the encoded program
   * @param flags {@code BPF_F_*}
   * @param expectedAttachType of {@code enum bpf_attach_type}
   * @param attachBtfId what it attaches to in the kernel's BTF, or 0
   * @param btf the object's BTF, or null for no function and line records
   * @param functions {@code struct bpf_func_info} one after another, two ints each
   * @param lines {@code struct bpf_line_info} one after another, four ints each
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on to the kernel, never compared
  public record Load(
      int type,
      String name,
      String license,
      byte[] instructions,
      int flags,
      int expectedAttachType,
      int attachBtfId,
      @Nullable FileDescriptor btf,
      int[] functions,
      int[] lines) {}

  /**
   * What came of a load with a log.
   *
   * @param result a descriptor, or a negated errno; {@code ENOSPC} when the log did not fit
   * @param log what the verifier wrote, as much as fitted
   * @param neededBytes how long the log would be, or 0 if the kernel does not say (before Linux 6.4)
   */
  public record Logged(int result, String log, int neededBytes) {}

  /**
   * Loads a program without a log. The kernel gives up with {@code EAGAIN} when a signal comes in the middle; it is asked
   * again, five times at most.
   *
   * @return a descriptor, or a negated errno
   */
  public static int load(Load load) {
    try (Arena arena = Arena.ofConfined()) {
      return load(load, arena.allocate(LOAD_SIZE_WITHOUT_LOG_LENGTH, Long.BYTES), arena);
    }
  }

  /**
   * Loads a program with the verifier's log.
   *
   * @param level {@code BPF_LOG_*}: 1 for the instructions looked at, 4 for statistics
   * @param logBytes the most that the log may have
   */
  public static Logged loadWithLog(Load load, int level, int logBytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(LOAD_SIZE, Long.BYTES);
      MemorySegment log = arena.allocate(logBytes, Long.BYTES);
      attributes.set(JAVA_INT, 24, level);
      attributes.set(JAVA_INT, 28, logBytes);
      attributes.set(JAVA_LONG, 32, log.address());
      int result = load(load, attributes, arena);
      return new Logged(result, text(log), attributes.get(JAVA_INT, LOG_TRUE_SIZE));
    }
  }

  private static int load(Load load, MemorySegment attributes, Arena arena) {
    attributes.set(JAVA_INT, 0, load.type());
    attributes.set(JAVA_INT, 4, load.instructions().length / Long.BYTES);
    attributes.set(JAVA_LONG, 8, copy(load.instructions(), arena).address());
    attributes.set(JAVA_LONG, 16, arena.allocateFrom(load.license()).address());
    attributes.set(JAVA_INT, 44, load.flags());
    ObjectName.write(load.name(), attributes, 48);
    attributes.set(JAVA_INT, 68, load.expectedAttachType());
    attributes.set(JAVA_INT, 108, load.attachBtfId());
    FileDescriptor btf = load.btf();
    if (btf == null) {
      return repeat(attributes);
    }
    attributes.set(JAVA_INT, 72, btf.acquire());
    try {
      if (load.functions().length > 0) {
        attributes.set(JAVA_INT, 76, FUNCTION_RECORD);
        attributes.set(JAVA_LONG, 80, arena.allocateFrom(JAVA_INT, load.functions()).address());
        attributes.set(JAVA_INT, 88, load.functions().length * Integer.BYTES / FUNCTION_RECORD);
      }
      if (load.lines().length > 0) {
        attributes.set(JAVA_INT, 92, LINE_RECORD);
        attributes.set(JAVA_LONG, 96, arena.allocateFrom(JAVA_INT, load.lines()).address());
        attributes.set(JAVA_INT, 104, load.lines().length * Integer.BYTES / LINE_RECORD);
      }
      return repeat(attributes);
    } finally {
      btf.release();
    }
  }

  private static int repeat(MemorySegment attributes) {
    int result;
    int attempts = 0;
    do {
      result = BpfCall.invoke(BPF_PROG_LOAD, attributes);
    } while (result == -Errno.EAGAIN.number() && ++attempts < MAX_ATTEMPTS);
    return result;
  }

  /**
   * Loads type information.
   *
   * @param btf the whole blob
   * @param logBytes the most that the log may have, or 0 for none
   */
  public static Logged loadTypes(byte[] btf, int logBytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(BTF_LOAD_SIZE, Long.BYTES);
      attributes.set(JAVA_LONG, 0, copy(btf, arena).address());
      attributes.set(JAVA_INT, 16, btf.length);
      if (logBytes == 0) {
        return new Logged(BpfCall.invoke(BPF_BTF_LOAD, attributes), "", 0);
      }
      MemorySegment log = arena.allocate(logBytes, Long.BYTES);
      attributes.set(JAVA_LONG, 8, log.address());
      attributes.set(JAVA_INT, 20, logBytes);
      attributes.set(JAVA_INT, 24, 1);
      return new Logged(BpfCall.invoke(BPF_BTF_LOAD, attributes), text(log), 0);
    }
  }

  private static MemorySegment copy(byte[] bytes, Arena arena) {
    MemorySegment memory = arena.allocate(bytes.length, Long.BYTES);
    MemorySegment.copy(bytes, 0, memory, JAVA_BYTE, 0, bytes.length);
    return memory;
  }

  /** The log up to its zero, which a kernel that ran out of room may have failed to write. */
  private static String text(MemorySegment log) {
    long end = 0;
    while (end < log.byteSize() && log.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    return new String(log.asSlice(0, end).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }
}
