package dev.tawon.object;

import dev.tawon.object.btf.Btf;
import java.io.Serializable;

/**
 * A value that depends on the target kernel's types: {@code struct bpf_core_relo} of {@code include/uapi/linux/bpf.h}.
 *
 * @param instruction index in the program's list of the instruction whose offset or constant is the value
 * @param kind what is asked of the target
 * @param typeId the root type in the object's own BTF
 * @param access the way from the root to the member, indices of members and elements joined by colons: {@code 0:1:2}
 *     is {@code root[0].member1.member2}
 */
public record CoreRelocation(int instruction, CoreRelocationKind kind, int typeId, String access)
    implements Serializable {
  /**
   * The name of a typedef that makes a local integer stand for whatever scalar the target has under the member's name: an
   * integer, an enumeration or a pointer. Java has one {@code long} for all of them. The width must be the target's.
   */
  public static final String SCALAR = "tawon_scalar";

  /**
   * What is asked for, in C's words: {@code struct task_struct.comm[3]}.
   *
   * @param local the object's own types
   * @throws CoreRelocationException if they do not have it
   */
  public String describe(Btf local) {
    return CoreSpec.parse(this, local).toString();
  }
}
