package dev.tawon.isa;

/**
 * The bit fields of an encoded instruction, under the kernel's names without their {@code BPF_} prefix.
 *
 * <p>Source: {@code include/uapi/linux/bpf_common.h} and {@code include/uapi/linux/bpf.h}.
 */
final class Opcode {
  /** Bytes of one slot: {@code sizeof(struct bpf_insn)}. */
  static final int SLOT_BYTES = 8;

  // BPF_CLASS: the low three bits.
  static final int CLASS_MASK = 0x07;
  static final int LD = 0x00;
  static final int LDX = 0x01;
  static final int ST = 0x02;
  static final int STX = 0x03;
  static final int ALU = 0x04;
  static final int JMP = 0x05;
  static final int JMP32 = 0x06;
  static final int ALU64 = 0x07;

  // BPF_MODE and BPF_SIZE of the load and store classes; the sizes are Width's.
  static final int MODE_MASK = 0xe0;
  static final int SIZE_MASK = 0x18;
  static final int IMM = 0x00;
  static final int ABS = 0x20;
  static final int IND = 0x40;
  static final int MEM = 0x60;
  static final int MEMSX = 0x80;
  static final int ATOMIC = 0xc0;

  /** {@code BPF_LD | BPF_IMM | BPF_DW}, the only instruction of two slots. */
  static final int LD_IMM64 = 0x18;

  // BPF_OP and BPF_SRC of the arithmetic and jump classes; the other operations are AluOperator's
  // and JumpCondition's.
  static final int OP_MASK = 0xf0;
  static final int K = 0x00;
  static final int X = 0x08;
  static final int NEG = 0x80;
  static final int END = 0xd0;
  static final int JA = 0x00;
  static final int CALL = 0x80;
  static final int EXIT = 0x90;
  static final int JCOND = 0xe0;

  /** {@code off} of {@code BPF_MOV | BPF_X} that makes it an address space cast: {@code BPF_ADDR_SPACE_CAST}. */
  static final int ADDR_SPACE_CAST = 1;

  // The source register field of BPF_CALL; plain helper calls have zero.
  static final int PSEUDO_CALL = 1;
  static final int PSEUDO_KFUNC_CALL = 2;

  // The immediate of BPF_ATOMIC; the operations that both read and write are AtomicOperator's.
  static final int FETCH = 0x01;
  static final int LOAD_ACQ = 0x100;
  static final int STORE_REL = 0x110;

  private Opcode() {}
}
