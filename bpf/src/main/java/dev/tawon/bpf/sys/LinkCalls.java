package dev.tawon.bpf.sys;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The commands of {@code bpf(2)} that attach programs. */
public final class LinkCalls {
  private static final int BPF_RAW_TRACEPOINT_OPEN = 17;
  private static final int BPF_LINK_CREATE = 28;

  private static final int BPF_ITER_CREATE = 33;

  private static final int RAW_TRACEPOINT_SIZE = 16;

  /** Up to {@code iter_info_len}, the part that Linux 5.9 knows. */
  private static final int LINK_CREATE_SIZE = 32;

  private LinkCalls() {}

  /**
   * Attaches a raw tracepoint program, or one whose target was named when it was loaded.
   *
   * @param program the program
   * @param tracepoint the tracepoint's name; null where the program knows it
   * @param cookie what {@code bpf_get_attach_cookie} gives to the program; other than 0 since Linux 6.10
   * @return a link's descriptor, or a negated errno
   */
  public static int openRawTracepoint(
      FileDescriptor program, @Nullable String tracepoint, long cookie) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes =
          arena.allocate(
              cookie == 0 ? RAW_TRACEPOINT_SIZE : RAW_TRACEPOINT_SIZE + Long.BYTES, Long.BYTES);
      if (cookie != 0) {
        attributes.set(JAVA_LONG, RAW_TRACEPOINT_SIZE, cookie);
      }
      if (tracepoint != null) {
        attributes.set(JAVA_LONG, 0, arena.allocateFrom(tracepoint).address());
      }
      attributes.set(JAVA_INT, 8, program.acquire());
      try {
        return BpfCall.invoke(BPF_RAW_TRACEPOINT_OPEN, attributes);
      } finally {
        program.release();
      }
    }
  }

  /**
   * Attaches a program by {@code BPF_LINK_CREATE}, since Linux 5.7.
   *
   * @param program the program
   * @param target what it is attached to, such as a perf event; null where the program knows it
   * @param attachType of {@code enum bpf_attach_type}
   * @return a link's descriptor, or a negated errno
   */
  public static int create(
      FileDescriptor program, @Nullable FileDescriptor target, int attachType) {
    return create(program, target, attachType, 0);
  }

  /**
   * Attaches a program to a perf event with a number, since Linux 5.15, or to something else without one.
   *
   * @param program the program
   * @param target what it is attached to, such as a perf event; null where the program knows it
   * @param attachType of {@code enum bpf_attach_type}
   * @param cookie what {@code bpf_get_attach_cookie} gives to the program; 0 but for perf events
   * @return a link's descriptor, or a negated errno
   */
  public static int create(
      FileDescriptor program, @Nullable FileDescriptor target, int attachType, long cookie) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(LINK_CREATE_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 8, attachType);
      attributes.set(JAVA_LONG, 16, cookie); // perf_event.bpf_cookie
      if (target == null) {
        return create(program, attributes);
      }
      attributes.set(JAVA_INT, 4, target.acquire());
      try {
        return create(program, attributes);
      } finally {
        target.release();
      }
    }
  }

  /** Makes a link of a program, whose descriptor the attributes of {@code BPF_LINK_CREATE} get. */
  static int create(FileDescriptor program, MemorySegment attributes) {
    attributes.set(JAVA_INT, 0, program.acquire());
    try {
      return BpfCall.invoke(BPF_LINK_CREATE, attributes);
    } finally {
      program.release();
    }
  }

  /**
   * Attaches a program that was loaded for a function or a security hook, with a number; since Linux 6.0.
   *
   * @param program the program
   * @param attachType of {@code enum bpf_attach_type}
   * @param cookie what {@code bpf_get_attach_cookie} gives to the program
   * @return a link's descriptor, or a negated errno
   */
  public static int createTracing(FileDescriptor program, int attachType, long cookie) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(LINK_CREATE_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 8, attachType);
      attributes.set(JAVA_LONG, 24, cookie); // tracing.cookie
      return create(program, attributes);
    }
  }

  /**
   * Attaches a program to a network interface.
   *
   * @param program the program
   * @param index the interface's number
   * @param attachType of {@code enum bpf_attach_type}
   * @return a link's descriptor, or a negated errno
   */
  public static int createAt(FileDescriptor program, int index, int attachType) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(LINK_CREATE_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 4, index);
      attributes.set(JAVA_INT, 8, attachType);
      return create(program, attributes);
    }
  }

  /**
   * Attaches an iterator to a part of its kind's objects: those of a map since Linux 5.9, of a process or a cgroup since 6.1.
   *
   * @param program the program
   * @param attachType of {@code enum bpf_attach_type}
   * @param information {@code union bpf_iter_link_info}, as words
   * @return a link's descriptor, or a negated errno
   */
  public static int createIteratorLink(FileDescriptor program, int attachType, int... information) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment words = arena.allocateFrom(JAVA_INT, information);
      MemorySegment attributes = arena.allocate(LINK_CREATE_SIZE, Long.BYTES);
      attributes.set(JAVA_INT, 8, attachType);
      attributes.set(JAVA_LONG, 16, words.address());
      attributes.set(JAVA_INT, 24, (int) words.byteSize());
      return create(program, attributes);
    }
  }

  /**
   * Begins an iteration of an iterator's link: what is read from it is what the program writes. Since Linux 5.8.
   *
   * @return a descriptor to read from, or a negated errno
   */
  public static int createIterator(FileDescriptor link) {
    try (Arena arena = Arena.ofConfined()) {
      // link_fd, flags
      MemorySegment attributes = arena.allocate(2 * Integer.BYTES, Long.BYTES);
      attributes.set(JAVA_INT, 0, link.acquire());
      try {
        return BpfCall.invoke(BPF_ITER_CREATE, attributes);
      } finally {
        link.release();
      }
    }
  }
}
