package dev.tawon.isa;

/** The spellings in which {@link Assembler} reads programs and {@link Disassembler} prints them. */
public enum Syntax {
  /**
   * The kernel's and LLVM's: {@code r0 = 1}, {@code if r1 > r2 goto pc+3}. Comments begin with {@code ;} or {@code //}.
   */
  KERNEL,

  /**
   * That of ubpf and the conformance suite: {@code mov %r0, 1}, {@code jgt %r1, %r2, +3}. Comments begin with {@code #}.
   *
   * <p>A jump goes to an offset or a label; a jump to {@code exit} goes to the program's first {@code exit} if no label has
   * that name. What neither project has a word for is spelled {@code ldabsw 4}, {@code ldindw %r1, 4}, {@code
   * load_acquire32 %r0, [%r1]}, {@code store_release32 [%r1], %r0}, {@code lddw %r1, map_fd(3)}, {@code
   * map_value(3, 8)}, {@code map_index(1)}, {@code map_index_value(1, 8)}, {@code btf_id(77, 0)}, {@code function(+5)}, {@code
   * call kernel(77, 0)}, {@code jax %r1}, {@code may_goto +3}, {@code addr_space_cast %r1, %r2, 1, 0}.
   *
   * <p>Source: {@code ubpf/assembler.py} of iovisor/ubpf, and {@code src/bpf_assembler.cc} of
   * Alan-Jowett/bpf_conformance.
   */
  MNEMONIC
}
