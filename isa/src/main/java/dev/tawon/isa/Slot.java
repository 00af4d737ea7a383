package dev.tawon.isa;

import java.nio.ByteBuffer;

/**
 * The fields of one slot, {@code struct bpf_insn} of {@code include/uapi/linux/bpf.h}, as they stand in the bytes.
 *
 * @param number which slot it is, from 0
 * @param opcode {@code code}
 * @param dst {@code dst_reg}, unchecked
 * @param src {@code src_reg}, unchecked
 * @param offset {@code off}
 * @param immediate {@code imm}
 */
record Slot(int number, int opcode, int dst, int src, short offset, int immediate) {

  static Slot read(ByteBuffer in) {
    int number = in.position() / Opcode.SLOT_BYTES;
    int opcode = in.get() & 0xff;
    int registers = in.get();
    return new Slot(
        number, opcode, registers & 0xf, registers >>> 4 & 0xf, in.getShort(), in.getInt());
  }

  /** {@code BPF_OP} of the arithmetic and jump classes. */
  int operation() {
    return opcode & Opcode.OP_MASK;
  }

  /** {@code BPF_MODE} of the load and store classes. */
  int mode() {
    return opcode & Opcode.MODE_MASK;
  }

  /** The width of a load or store. */
  Width width() {
    return Width.of(opcode);
  }

  /** {@code BPF_SRC} of the arithmetic and jump classes: whether the second operand is a register. */
  boolean hasRegisterSource() {
    return (opcode & Opcode.X) != 0;
  }

  Register dstRegister() {
    return register(dst, "destination");
  }

  Register srcRegister() {
    return register(src, "source");
  }

  /** The second operand of an arithmetic or jump instruction. */
  Operand operand() {
    if (hasRegisterSource()) {
      noImmediate();
      return srcRegister();
    }
    noSrc();
    return new Immediate(immediate);
  }

  Slot noDst() {
    return reserved(dst, "destination register");
  }

  Slot noSrc() {
    return reserved(src, "source register");
  }

  Slot noOffset() {
    return reserved(offset, "offset");
  }

  Slot noImmediate() {
    return reserved(immediate, "immediate");
  }

  MalformedInstructionException malformed(String reason) {
    return new MalformedInstructionException(number, reason);
  }

  MalformedInstructionException unknownOpcode() {
    return malformed("unknown opcode " + hexadecimalOpcode());
  }

  private Slot reserved(int field, String name) {
    if (field != 0) {
      throw malformed(
          "opcode " + hexadecimalOpcode() + " does not use the " + name + ", which is " + field);
    }
    return this;
  }

  private Register register(int field, String role) {
    if (field > Register.R10.number()) {
      throw malformed("the " + role + " register is r" + field + ", the last one is r10");
    }
    return Register.of(field);
  }

  private String hexadecimalOpcode() {
    return "0x%02x".formatted(opcode);
  }
}
