package dev.tawon.monitor.probe;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.Length;
import dev.tawon.lang.Struct;

/** The name of a file or directory as a key: its first 63 bytes, then zeros. */
@Struct
public final class NameKey {
  /** How many bytes there are, with at least one zero at the end. */
  public static final int BYTES = 64;

  /** The name. */
  @Length(BYTES)
  public byte[] name;

  /** The key of the name at a kernel address; all zeros if it cannot be read. */
  static NameKey of(long address) {
    NameKey key = new NameKey();
    Bpf.readKernelString(key.name, address);
    return key;
  }
}
