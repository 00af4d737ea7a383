package dev.tawon.compiler;

import java.io.ByteArrayOutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.LabelTarget;
import java.lang.classfile.instruction.LoadInstruction;
import java.lang.classfile.instruction.LookupSwitchInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.TableSwitchInstruction;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/** Changes class files at random: instructions of one method, or bytes anywhere. */
final class ClassMutation {
  /** Stack maps would not fit any more, and neither does the compiler look at them. */
  private static final ClassFile CLASS_FILE =
      ClassFile.of(
          ClassFile.StackMapsOption.DROP_STACK_MAPS,
          ClassFile.DeadCodeOption.KEEP_DEAD_CODE,
          ClassFile.ConstantPoolSharingOption.SHARED_POOL);

  private static final long[] NUMBERS = {
    0, 1, -1, 2, 7, 8, 31, 63, 127, 512, 513, -129, 32768, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  /** Of the values of annotations. */
  private static final String TAGS = "BCDFIJSZsec@[";

  private final List<Instruction> pool = new ArrayList<>();

  /**
   * Mutations that insert instructions from some classes.
   *
   * @param files the class files
   */
  ClassMutation(Collection<byte[]> files) {
    for (byte[] file : files) {
      for (MethodModel method : CLASS_FILE.parse(file).methods()) {
        method.code().ifPresent(this::collect);
      }
    }
  }

  private void collect(CodeModel code) {
    for (CodeElement element : code) {
      if (element instanceof Instruction instruction && !jumps(instruction)) {
        pool.add(instruction);
      }
    }
  }

  private static boolean jumps(Instruction instruction) {
    return switch (instruction) {
      case BranchInstruction _, TableSwitchInstruction _, LookupSwitchInstruction _ -> true;
      default -> false;
    };
  }

  /** A class file with some bytes changed. */
  static byte[] flip(byte[] file, Random random) {
    byte[] changed = file.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(8, changed.length);
      changed[at] =
          random.nextBoolean()
              ? (byte) (changed[at] ^ 1 << random.nextInt(8))
              : (byte) random.nextInt();
    }
    return random.nextInt(20) == 0
        ? Arrays.copyOf(changed, random.nextInt(changed.length))
        : changed;
  }

  /** A class file of which sections are cut, swapped, doubled or another one's. */
  static byte[] move(byte[] file, Random random) {
    int first = random.nextInt(file.length);
    int length = 1 + random.nextInt(random.nextBoolean() ? 16 : file.length);
    int end = Math.min(file.length, first + length);
    int other = random.nextInt(file.length);
    byte[] section = Arrays.copyOfRange(file, first, end);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(file, first);
      case 1 -> join(Arrays.copyOf(file, first), Arrays.copyOfRange(file, end, file.length));
      case 2 ->
          join(Arrays.copyOf(file, other), section, Arrays.copyOfRange(file, other, file.length));
      case 3 -> {
        byte[] changed = file.clone();
        System.arraycopy(
            section, 0, changed, Math.min(other, file.length - section.length), section.length);
        yield changed;
      }
      default -> {
        byte[] changed = file.clone();
        int to = Math.min(other, file.length - section.length);
        System.arraycopy(file, to, changed, first, section.length);
        System.arraycopy(section, 0, changed, to, section.length);
        yield changed;
      }
    };
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /**
   * A class file whose annotations have other bytes: tags, names, numbers, how many there are.
   *
   * @throws IllegalArgumentException if it has none
   */
  static byte[] changeAnnotations(byte[] file, Random random) {
    List<Integer> names = new ArrayList<>();
    for (PoolEntry entry : CLASS_FILE.parse(file).constantPool()) {
      if (entry instanceof Utf8Entry text
          && text.stringValue().matches("RuntimeVisible(Parameter)?Annotations")) {
        names.add(entry.index());
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(file);
    List<Integer> places = new ArrayList<>();
    for (int at = 0; at + 6 < file.length; at++) {
      int length = bytes.getInt(at + 2);
      if (names.contains(bytes.getShort(at) & 0xffff)
          && length > 1
          && length <= file.length - at - 6
          && length < 200) {
        for (int i = 0; i < length; i++) {
          places.add(at + 6 + i);
        }
      }
    }
    if (places.isEmpty()) {
      throw new IllegalArgumentException("no annotations");
    }
    byte[] changed = file.clone();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = places.get(random.nextInt(places.size()));
      changed[at] =
          switch (random.nextInt(4)) {
            case 0 -> (byte) TAGS.charAt(random.nextInt(TAGS.length()));
            case 1 -> (byte) random.nextInt();
            case 2 -> (byte) (changed[at] + random.nextInt(5) - 2);
            default -> changed[places.get(random.nextInt(places.size()))];
          };
    }
    return changed;
  }

  /**
   * A class file with some instructions of a method changed.
   *
   * @throws IllegalArgumentException if what came out has no encoding
   */
  byte[] mutate(byte[] file, Random random) {
    ClassModel model = CLASS_FILE.parse(file);
    List<MethodModel> methods =
        model.methods().stream()
            .filter(method ->
                method.code().isPresent() && !method.methodName().equalsString("<clinit>"))
            .toList();
    if (methods.isEmpty()) {
      throw new IllegalArgumentException("no code");
    }
    MethodModel chosen = methods.get(random.nextInt(methods.size()));
    return CLASS_FILE.transformClass(
        model,
        ClassTransform.transformingMethodBodies(
            method -> method == chosen, CodeTransform.ofStateful(() -> new Change(random))));
  }

  /** Gathers a method's code, and writes it changed. */
  private final class Change implements CodeTransform {
    private final Random random;
    private final List<CodeElement> elements = new ArrayList<>();

    Change(Random random) {
      this.random = random;
    }

    @Override
    public void accept(CodeBuilder builder, CodeElement element) {
      elements.add(element);
    }

    @Override
    public void atEnd(CodeBuilder builder) {
      for (int i = 1 + random.nextInt(3); i > 0; i--) {
        changeOne();
      }
      elements.forEach(builder::with);
    }

    private void changeOne() {
      int at = random.nextInt(elements.size());
      while (!(elements.get(at) instanceof Instruction)) {
        at = (at + 1) % elements.size();
      }
      switch (random.nextInt(6)) {
        case 0 -> elements.remove(at);
        case 1 -> elements.add(at, elements.get(at));
        case 2 -> elements.set(at, elements.set(random.nextInt(elements.size()), elements.get(at)));
        case 3 -> elements.add(at, pool.get(random.nextInt(pool.size())));
        default -> elements.set(at, replacement((Instruction) elements.get(at)));
      }
    }

    private CodeElement replacement(Instruction instruction) {
      return switch (instruction) {
        case BranchInstruction branch when random.nextBoolean() ->
            BranchInstruction.of(branch.opcode(), label());
        case ConstantInstruction _ when random.nextBoolean() ->
            random.nextBoolean()
                ? ConstantInstruction.ofArgument(
                    java.lang.classfile.Opcode.SIPUSH, (short) number())
                : ConstantInstruction.ofIntrinsic(java.lang.classfile.Opcode.LCONST_1);
        case LoadInstruction load when random.nextBoolean() ->
            LoadInstruction.of(kind(), load.slot() + random.nextInt(2));
        case StoreInstruction store when random.nextBoolean() ->
            StoreInstruction.of(kind(), store.slot() + random.nextInt(2));
        default -> pool.get(random.nextInt(pool.size()));
      };
    }

    private long number() {
      return NUMBERS[random.nextInt(NUMBERS.length)];
    }

    private TypeKind kind() {
      TypeKind[] kinds = {TypeKind.INT, TypeKind.LONG, TypeKind.REFERENCE, TypeKind.DOUBLE};
      return kinds[random.nextInt(kinds.length)];
    }

    private Label label() {
      List<Label> labels =
          elements.stream()
              .filter(LabelTarget.class::isInstance)
              .map(element -> ((LabelTarget) element).label())
              .toList();
      return labels.get(random.nextInt(labels.size()));
    }
  }
}
