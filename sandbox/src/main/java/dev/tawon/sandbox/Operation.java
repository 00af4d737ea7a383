package dev.tawon.sandbox;

/**
 * The operations of the interpreter's code. An operation with a constant operand is the same as with a register: the
 * constants stand in registers of their own.
 */
final class Operation {
  // Arithmetic: the ordinal of the AluOperator, twice, and 1 for 64 bits.
  static final int ADD_32 = 0;
  static final int ADD_64 = 1;
  static final int SUB_32 = 2;
  static final int SUB_64 = 3;
  static final int MUL_32 = 4;
  static final int MUL_64 = 5;
  static final int DIV_32 = 6;
  static final int DIV_64 = 7;
  static final int SDIV_32 = 8;
  static final int SDIV_64 = 9;
  static final int OR_32 = 10;
  static final int OR_64 = 11;
  static final int AND_32 = 12;
  static final int AND_64 = 13;
  static final int LSH_32 = 14;
  static final int LSH_64 = 15;
  static final int RSH_32 = 16;
  static final int RSH_64 = 17;
  static final int MOD_32 = 18;
  static final int MOD_64 = 19;
  static final int SMOD_32 = 20;
  static final int SMOD_64 = 21;
  static final int XOR_32 = 22;
  static final int XOR_64 = 23;
  static final int MOV_32 = 24;
  static final int MOV_64 = 25;
  static final int ARSH_32 = 26;
  static final int ARSH_64 = 27;

  // Arithmetic with one operand.
  static final int NEG_64 = 28;
  static final int NEG_32 = 29;
  static final int EXTEND_8_TO_64 = 30;
  static final int EXTEND_16_TO_64 = 31;
  static final int EXTEND_32_TO_64 = 32;
  static final int EXTEND_8_TO_32 = 33;
  static final int EXTEND_16_TO_32 = 34;
  static final int TRUNCATE_16 = 35;
  static final int TRUNCATE_32 = 36;
  static final int TRUNCATE_64 = 37;
  static final int SWAP_16 = 38;
  static final int SWAP_32 = 39;
  static final int SWAP_64 = 40;

  // Conditional jumps: from JUMP on the ordinal of the JumpCondition, twice, and 1 for 64 bits.
  static final int JUMP = 41;
  static final int EQ_32 = JUMP + 0;
  static final int EQ_64 = JUMP + 1;
  static final int NE_32 = JUMP + 2;
  static final int NE_64 = JUMP + 3;
  static final int SET_32 = JUMP + 4;
  static final int SET_64 = JUMP + 5;
  static final int GT_32 = JUMP + 6;
  static final int GT_64 = JUMP + 7;
  static final int GE_32 = JUMP + 8;
  static final int GE_64 = JUMP + 9;
  static final int LT_32 = JUMP + 10;
  static final int LT_64 = JUMP + 11;
  static final int LE_32 = JUMP + 12;
  static final int LE_64 = JUMP + 13;
  static final int SGT_32 = JUMP + 14;
  static final int SGT_64 = JUMP + 15;
  static final int SGE_32 = JUMP + 16;
  static final int SGE_64 = JUMP + 17;
  static final int SLT_32 = JUMP + 18;
  static final int SLT_64 = JUMP + 19;
  static final int SLE_32 = JUMP + 20;
  static final int SLE_64 = JUMP + 21;

  // Memory.
  static final int LOAD_8 = 63;
  static final int LOAD_16 = 64;
  static final int LOAD_32 = 65;
  static final int LOAD_64 = 66;
  static final int LOAD_S8 = 67;
  static final int LOAD_S16 = 68;
  static final int LOAD_S32 = 69;
  static final int STORE_8 = 70;
  static final int STORE_16 = 71;
  static final int STORE_32 = 72;
  static final int STORE_64 = 73;
  static final int ATOMIC = 74;
  static final int LOAD_PACKET = 75;

  // Control.
  static final int GOTO = 76;
  static final int MAY_GOTO = 77;
  static final int CALL_HELPER = 78;
  static final int CALL_FUNCTION = 79;
  static final int CALL_REGISTER = 80;
  static final int EXIT = 81;
  static final int TAIL_CALL = 82;
  static final int UNSUPPORTED = 83;

  // Pairs, by the index of the first; the second stands where it stood, for what jumps to it.
  // Here a move and what is then done to the register that was moved to: the move's source is in
  // the third field, and the operand in the last one.
  static final int MOV_ADD_32 = 84;
  static final int MOV_ADD_64 = 85;
  static final int MOV_AND_32 = 86;
  static final int MOV_AND_64 = 87;
  static final int MOV_LSH_32 = 88;
  static final int MOV_LSH_64 = 89;
  static final int MOV_RSH_32 = 90;
  static final int MOV_RSH_64 = 91;

  /** Shifts by 32 to the left and back: the upper half becomes zero. */
  static final int ZERO_UPPER = 92;

  /** Adds, and jumps if the sum is another: the operands are halves of the third field. */
  static final int ADD_NE_64 = 93;

  // A move, an addition and a load from there into the same register: in the last field the
  // operand, then the offset.
  static final int MOV_ADD_LOAD_8 = 94;
  static final int MOV_ADD_LOAD_16 = 95;
  static final int MOV_ADD_LOAD_32 = 96;
  static final int MOV_ADD_LOAD_64 = 97;

  private Operation() {}
}
