package dev.tawon.object;

import dev.tawon.isa.Immediate;
import dev.tawon.isa.ImmediateKind;
import dev.tawon.isa.Instruction;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfBuilder;
import dev.tawon.object.btf.BtfBuilder.Enumerator;
import dev.tawon.object.btf.BtfKind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An object as libbpf wants it, which is stricter than {@link CoreRelocator}.
 *
 * <ul>
 *   <li>An instruction with a CO-RE relocation holds the value by the object's own types, as clang leaves it there
 *       ({@code bpf_core_patch_insn} of {@code relo_core.c} refuses any other).
 *   <li>A member's kind is the target's: an integer is no pointer and no enumeration. {@link CoreRelocation#SCALAR}, which
 *       stands for all three, becomes what it is in a given kernel; from one kernel to another, this hardly ever changes.
 *   <li>What is said of a function of the kernel has to be what the kernel says: it is declared as in a given kernel.
 * </ul>
 */
public final class LibbpfForm {
  private static final int MAXIMUM_DEPTH = 16;

  private final Btf kernel;
  private final BtfBuilder types;

  private LibbpfForm(Btf kernel, BtfBuilder types) {
    this.kernel = kernel;
    this.types = types;
  }

  /**
   * The object in this form.
   *
   * @param object the object
   * @param kernel the types of a kernel, or null if there is none to ask: all scalars are integers then
   * @throws CoreRelocationException for a relocation that makes no sense
   */
  public static ObjectSpec of(ObjectSpec object, @Nullable Btf kernel) {
    Btf btf = kernel == null ? object.btf() : typed(object, kernel);
    return new ObjectSpec(
        object.name(),
        object.license(),
        object.maps(),
        object.programs().stream().map(program -> withLocalValues(program, btf)).toList(),
        btf);
  }

  private static Btf typed(ObjectSpec object, Btf kernel) {
    Btf local = object.btf();
    BtfBuilder builder = BtfBuilder.from(local);
    LibbpfForm form = new LibbpfForm(kernel, builder);
    for (int id = 1; id < local.typeCount(); id++) {
      if (local.kind(id).isComposite() && !local.name(id).isEmpty()) {
        form.retype(local, id);
      }
    }
    if (local.find(BtfKind.DATASEC, ".ksyms").isEmpty()) {
      KernelPrototypes prototypes = new KernelPrototypes(local, kernel, builder);
      object.programs().stream()
          .flatMap(program -> program.functions().stream())
          .map(FunctionReference::function)
          .distinct()
          .forEach(prototypes::declare);
    }
    return builder.build();
  }

  private void retype(Btf local, int composite) {
    OptionalInt target =
        kernel.find(local.kind(composite), Btf.essentialName(local.name(composite)));
    for (int i = 0; i < local.vlen(composite) && target.isPresent(); i++) {
      int type = local.memberType(composite, i);
      if (local.kind(type) == BtfKind.TYPEDEF && local.name(type).equals(CoreRelocation.SCALAR)) {
        int found = member(target.getAsInt(), local.memberName(composite, i), 0);
        if (found != 0) {
          retype(composite, i, kernel.resolve(found));
        }
      }
    }
  }

  private void retype(int composite, int member, int kernelType) {
    if (kernel.kind(kernelType) == BtfKind.PTR) {
      types.retypeMember(composite, member, types.pointer(0));
    } else if (kernel.kind(kernelType).isEnumeration()) {
      int bytes = (int) kernel.size(kernelType).orElse(Integer.BYTES);
      // An enumeration without a name is compatible with every other.
      int type =
          types.enumeration("", bytes, false, List.of(new Enumerator("tawon_enumerator", 0)));
      types.retypeMember(composite, member, type);
    }
  }

  /** The type of a member of a kernel structure or of one that lies in it without a name; 0 if there is none. */
  private int member(int composite, String name, int depth) {
    for (int i = 0; i < kernel.vlen(composite); i++) {
      int type = kernel.memberType(composite, i);
      if (kernel.memberName(composite, i).equals(name)) {
        return type;
      }
      int inner = kernel.resolve(type);
      if (kernel.memberNameOffset(composite, i) == 0
          && kernel.kind(inner).isComposite()
          && depth < MAXIMUM_DEPTH) {
        int found = member(inner, name, depth + 1);
        if (found != 0) {
          return found;
        }
      }
    }
    return 0;
  }

  private static ProgramSpec withLocalValues(ProgramSpec program, Btf btf) {
    List<Instruction> instructions = new ArrayList<>(program.instructions());
    for (CoreRelocation relocation : program.relocations()) {
      int at = relocation.instruction();
      long value = CoreValues.of(CoreSpec.parse(relocation, btf)).value();
      instructions.set(at, holding(instructions.get(at), relocation, value));
    }
    return program.withInstructions(instructions);
  }

  private static Instruction holding(
      Instruction instruction, CoreRelocation relocation, long value) {
    return switch (instruction) {
      case Instruction.Alu(var operator, boolean wide, var dst, Immediate _) ->
          new Instruction.Alu(operator, wide, dst, new Immediate((int) value));
      case Instruction.Load(var width, boolean signed, var dst, var base, _) ->
          new Instruction.Load(width, signed, dst, base, (short) value);
      case Instruction.Store(var width, var base, _, var src) ->
          new Instruction.Store(width, base, (short) value, src);
      case Instruction.Atomic(var operator, boolean fetch, var width, var base, _, var src) ->
          new Instruction.Atomic(operator, fetch, width, base, (short) value, src);
      case Instruction.LoadImmediate64 load when load.kind() == ImmediateKind.VALUE ->
          Instruction.LoadImmediate64.of(load.dst(), value);
      default ->
          throw CoreSpec.invalid(relocation, instruction + " is none that libbpf can relocate");
    };
  }
}
