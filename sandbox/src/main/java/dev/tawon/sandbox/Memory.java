package dev.tawon.sandbox;

/**
 * A program's memory as its helpers see it: little-endian, addressed by the simulated addresses that the program
 * handles. Every method throws {@link FaultException} if the access is not within one region, or writes one that may
 * only be read. Not safe for use by several threads.
 */
public sealed interface Memory permits Machine {

  /** The address of no memory. */
  long NULL = 0;

  /** A byte, 0 to 255. */
  int readByte(long address);

  /** Four bytes as a signed number. */
  int readInt(long address);

  /** Eight bytes as a signed number. */
  long readLong(long address);

  /** Writes the low byte of a number. */
  void writeByte(long address, int value);

  /** Writes four bytes. */
  void writeInt(long address, int value);

  /** Writes eight bytes. */
  void writeLong(long address, long value);

  /**
   * A copy of some bytes.
   *
   * @param address where they begin; not looked at if there are none
   * @param size how many, 0 to the greatest int
   */
  byte[] read(long address, long size);

  /** Writes all of some bytes. */
  void write(long address, byte[] bytes);

  /**
   * Calls a function of the program, as {@code bpf_loop} and {@code bpf_for_each_map_elem} do.
   *
   * @param function its address, as the program's {@code r2 = subprog[…]} loads it
   * @return the function's {@code r0}
   */
  long callFunction(long function, long r1, long r2, long r3, long r4, long r5);

  /**
   * Ends the whole program instead of returning from the helper, as ubpf's unwind extension does.
   *
   * @param result what the run returns
   * @return never
   */
  long end(long result);
}
