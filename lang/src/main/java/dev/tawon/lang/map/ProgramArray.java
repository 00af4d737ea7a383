package dev.tawon.lang.map;

import java.io.Serializable;
import java.util.List;

/**
 * Programs that others go on in: {@code BPF_MAP_TYPE_PROG_ARRAY}, since Linux 4.2.
 *
 * {@snippet :
 * public static final ProgramArray<XdpPacket> BY_PROTOCOL = ProgramArray.of(Filter::onTcp, Filter::onUdp);
 * }
 *
 * @param <C> the programs' context
 */
public final class ProgramArray<C> implements BpfMap {
  /**
   * A program, as a reference to its method.
   *
   * @param <C> its context
   */
  @FunctionalInterface
  public interface Program<C> extends Serializable {
    /** The method. */
    int run(C context);
  }

  private final int capacity;
  private final List<Program<C>> programs;

  private ProgramArray(int capacity, List<Program<C>> programs) {
    this.capacity = KeyedMap.checked(capacity);
    this.programs = programs;
  }

  /**
   * An array without programs, which user space puts there.
   *
   * @param length how many there may be
   */
  public static <C> ProgramArray<C> of(int length) {
    return new ProgramArray<>(length, List.of());
  }

  /**
   * An array of programs of the module.
   *
   * @param programs references to their methods, from index 0
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies
  public static <C> ProgramArray<C> of(Program<C>... programs) {
    return new ProgramArray<>(programs.length, List.of(programs));
  }

  @Override
  public int capacity() {
    return capacity;
  }

  /** The programs that are there from the start. */
  public List<Program<C>> programs() {
    return programs;
  }

  /**
   * Goes on in a program, and does not come back: {@code bpf_tail_call}. It returns when there is no program at the index, or
   * after 33 such calls.
   *
   * @param index the program's place
   */
  public void call(int index) {
    throw KernelOnlyMap.call();
  }

  /**
   * Goes on in a program that is in the array from the start; otherwise like {@link #call(int)}.
   *
   * @param program a reference to its method, one of {@link #programs()}
   */
  public void call(Program<C> program) {
    throw KernelOnlyMap.call();
  }
}
