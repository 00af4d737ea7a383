package dev.tawon.object;

import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.isa.Width;
import dev.tawon.object.CoreRelocationException.Reason;
import dev.tawon.object.btf.Btf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of CO-RE relocations into a program's instructions: {@code bpf_core_patch_insn} of libbpf.
 *
 * <p>Patched are the offset of a load, store or atomic operation, the constant of an arithmetic operation, and a 64-bit
 * constant. A load or store of {@link CoreRelocationKind#FIELD_BYTE_OFFSET} also takes the target field's width, where that
 * keeps the value right ({@link CoreOutcome#isWidthAdjustable}). The instruction must hold the value by the object's own
 * types, as clang leaves it there, or 0. Not safe for use by several threads.
 */
public final class CoreRelocator {
  private final Btf local;
  private final CoreResolver resolver;

  private CoreRelocator(Btf local, CoreResolver resolver) {
    this.local = local;
    this.resolver = resolver;
  }

  /**
   * A relocator of one object's programs for one kernel.
   *
   * @param local the object's types
   * @param target the kernel's types
   */
  public static CoreRelocator of(Btf local, Btf target) {
    return new CoreRelocator(local, CoreResolver.of(local, target));
  }

  /**
   * A program's instructions for a kernel that has all that they need.
   *
   * @param program the program
   * @param local the object's types
   * @param target the kernel's types
   * @throws CoreRelocationException for the first relocation that the kernel's types cannot satisfy
   */
  public static List<Instruction> apply(ProgramSpec program, Btf local, Btf target) {
    RelocatedProgram relocated = of(local, target).relocate(program);
    if (!relocated.poisoned().isEmpty()) {
      throw relocated.poisoned().getFirst();
    }
    return relocated.program().instructions();
  }

  /**
   * A program for a kernel that may lack some of what its instructions need.
   *
   * <p>An instruction whose field is missing becomes one that the verifier refuses where it can be reached, so that a program
   * may guard it by a question for existence.
   *
   * @throws CoreRelocationException for a relocation that fails for another reason than absence or width
   */
  public RelocatedProgram relocate(ProgramSpec program) {
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    List<CoreRelocationException> poisoned = new ArrayList<>();
    boolean[] invalid = new boolean[instructions.size()];
    for (CoreRelocation relocation : program.relocations()) {
      int at = relocation.instruction();
      try {
        instructions.set(at, patch(instructions.get(at), relocation, resolver.outcome(relocation)));
      } catch (CoreRelocationException e) {
        if (!e.isHarmlessIfUnreached()) {
          throw e;
        }
        invalid[at] = true;
        poisoned.add(e);
      }
    }
    return RelocatedProgram.of(program, instructions, invalid, poisoned);
  }

  private Instruction patch(
      Instruction instruction, CoreRelocation relocation, CoreOutcome outcome) {
    Patch patch = new Patch(local, relocation, outcome);
    return switch (instruction) {
      case Instruction.Alu(var operator, boolean wide, var dst, Immediate(int value)) ->
          new Instruction.Alu(operator, wide, dst, new Immediate(patch.immediate(value, wide)));
      case Instruction.Load(Width width, boolean signed, var dst, var base, short offset) -> {
        short moved = patch.offset(offset);
        yield new Instruction.Load(patch.width(width, signed), signed, dst, base, moved);
      }
      case Instruction.Store(Width width, var base, short offset, var src) -> {
        short moved = patch.offset(offset);
        yield new Instruction.Store(patch.width(width, false), base, moved, src);
      }
      case Instruction.Atomic(
              var operator,
              boolean fetch,
              Width width,
              var base,
              short offset,
              var src) -> {
        short moved = patch.offset(offset);
        yield new Instruction.Atomic(operator, fetch, patch.atomicWidth(width), base, moved, src);
      }
      case Instruction.LoadImmediate64 load when load.kind() == ImmediateKind.VALUE -> {
        patch.require(load.value() == outcome.localValue(), load.value());
        yield Instruction.LoadImmediate64.of(load.dst(), outcome.value());
      }
      case Instruction.LoadAcquire(Width width, var dst, var base, short offset) -> {
        short moved = patch.offset(offset);
        yield new Instruction.LoadAcquire(patch.width(width, false), dst, base, moved);
      }
      case Instruction.StoreRelease(Width width, var base, short offset, var src) -> {
        short moved = patch.offset(offset);
        yield new Instruction.StoreRelease(patch.width(width, false), base, moved, src);
      }
      case Instruction.Alu _,
          Instruction.LoadImmediate64 _,
          Instruction.Negate _,
          Instruction.MoveSignExtended _,
          Instruction.ByteSwap _,
          Instruction.AddressSpaceCast _,
          Instruction.LoadPacket _,
          Instruction.Branch _,
          Instruction.Goto _,
          Instruction.MayGoto _,
          Instruction.GotoRegister _,
          Instruction.CallHelper _,
          Instruction.CallFunction _,
          Instruction.CallKernelFunction _,
          Instruction.CallRegister _,
          Instruction.Exit _ ->
          throw CoreSpec.invalid(
              relocation, instruction + " has no constant or offset to relocate");
    };
  }

  /** One relocation's change of an instruction. */
  private record Patch(Btf types, CoreRelocation relocation, CoreOutcome outcome) {

    int immediate(int old, boolean wide) {
      require(fits(outcome.localValue(), wide) && old == (int) outcome.localValue(), old);
      if (!fits(outcome.value(), wide)) {
        throw failure(
            Reason.UNSUPPORTED,
            "the value %d does not fit the instruction's 32 bits".formatted(outcome.value()));
      }
      return (int) outcome.value();
    }

    /** Whether an operation with a 32-bit constant can mean a value: 64-bit operations extend the constant's sign. */
    private static boolean fits(long value, boolean wide) {
      return value == (int) value || (!wide && value == Integer.toUnsignedLong((int) value));
    }

    short offset(short old) {
      require(old == outcome.localValue(), old);
      if (outcome.value() < 0 || outcome.value() > Short.MAX_VALUE) {
        throw failure(
            Reason.UNSUPPORTED,
            "the offset %d does not fit the instruction's 16 bits; compute the address first"
                .formatted(outcome.value()));
      }
      return (short) outcome.value();
    }

    Width width(Width old, boolean signed) {
      if (!outcome.widthDiffers()) {
        return old;
      }
      CoreOutcome.Field local = outcome.local();
      CoreOutcome.Field target = outcome.target();
      if (!outcome.isWidthAdjustable() || local == null || target == null || signed) {
        throw failure(
            Reason.WIDTH,
            "it is %s in the object, but %s in the kernel"
                .formatted(describe(local), describe(target)));
      }
      if (old.bytes() != local.bytes()) {
        throw CoreSpec.invalid(
            relocation,
            "the instruction accesses %d bytes of a field of %d"
                .formatted(old.bytes(), local.bytes()));
      }
      if (target.bytes() > Long.BYTES || Long.bitCount(target.bytes()) != 1) {
        throw failure(
            Reason.UNSUPPORTED, "no instruction accesses %d bytes".formatted(target.bytes()));
      }
      return Width.ofBytes((int) target.bytes());
    }

    Width atomicWidth(Width old) {
      Width width = width(old, false);
      if (width != Width.WORD && width != Width.DOUBLE) {
        throw failure(
            Reason.UNSUPPORTED, "no atomic operation accesses %d bytes".formatted(width.bytes()));
      }
      return width;
    }

    private static String describe(CoreOutcome.@Nullable Field field) {
      return field == null ? "a bit field" : field.toString();
    }

    /** Refuses an instruction that holds neither the value of the object's own types nor 0. */
    void require(boolean expected, long held) {
      if (outcome.exact() && !expected && held != 0) {
        throw CoreSpec.invalid(
            relocation,
            "the instruction holds %d, but by the object's types the value is %d"
                .formatted(held, outcome.localValue()));
      }
    }

    private CoreRelocationException failure(Reason reason, String message) {
      return new CoreRelocationException(
          relocation,
          reason,
          "%s, %s: %s".formatted(CoreSpec.parse(relocation, types), relocation.kind(), message));
    }
  }
}
