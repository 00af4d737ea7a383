package dev.tawon.bpf.random;

import dev.tawon.bpf.StructCodec;
import dev.tawon.bpf.compiled.Javac;
import dev.tawon.compiler.GlobalVariables;
import dev.tawon.lang.Bits;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Struct;
import dev.tawon.lang.Union;
import dev.tawon.lang.map.KeyedMap;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A module on the JVM: its own class files, with models in the place of what only programs have: maps, bit fields, unions,
 * and arrays and structs that are there without being made.
 */
final class JvmSide implements Side {
  private static final ClassDesc OBJECT = ClassDesc.of("java.lang.Object");
  private static final ClassDesc STRING = ClassDesc.of("java.lang.String");
  private static final ClassDesc STRUCTS = ClassDesc.of(ModelStructs.class.getName());
  private static final ClassDesc MAPS = ClassDesc.of(ModelMaps.class.getName());
  private static final String HANDLES = "dev/tawon/lang/map/";

  private final Class<?> type;
  private final List<GlobalVariables.Variable> variables;
  private final int variableBytes;
  private final Map<String, KeyedMap<?, ?>> handles = new LinkedHashMap<>();
  private final Map<String, ParameterizedType> types = new HashMap<>();
  private final Map<String, MethodHandle> programs = new HashMap<>();
  private final Map<Integer, Long> faults = new TreeMap<>();
  private final List<Field> fields = new ArrayList<>();

  /**
   * A module's class made anew.
   *
   * @param original the class that the compiler gets, to ask what its fields are
   * @param files its class file and those of its members
   */
  JvmSide(Class<?> original, Map<String, byte[]> files, GlobalVariables variables)
      throws ReflectiveOperationException {
    Map<String, byte[]> changed = new HashMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Class<?> owner = Class.forName(file.getKey(), false, original.getClassLoader());
      changed.put(file.getKey(), transform(owner, file.getValue()));
    }
    Javac.Loader loader = new Javac.Loader(changed);
    loader.setDefaultAssertionStatus(false);
    type = loader.loadClass(original.getName());
    this.variables = variables.variables();
    variableBytes = variables.size();
    for (GlobalVariables.Variable variable : this.variables) {
      Field field = type.getDeclaredField(variable.name());
      field.setAccessible(true);
      fields.add(field);
    }
    for (Field field : type.getDeclaredFields()) {
      if (KeyedMap.class.isAssignableFrom(field.getType())) {
        field.setAccessible(true);
        handles.put(field.getName(), (KeyedMap<?, ?>) field.get(null));
        types.put(field.getName(), (ParameterizedType) field.getGenericType());
      }
    }
  }

  private static byte[] transform(Class<?> owner, byte[] file) {
    ClassFile classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofClassLoading(owner.getClassLoader())));
    boolean fills = owner.isAnnotationPresent(Struct.class) && !owner.isRecord();
    return classFile.transformClass(
        classFile.parse(file),
        (builder, element) -> {
          if (element instanceof MethodModel method && method.code().isPresent()) {
            boolean constructor = fills && method.methodName().equalsString("<init>");
            builder.transformMethod(
                method,
                MethodTransform.transformingCode(
                    (code, each) -> replace(owner, constructor, code, each)));
          } else {
            builder.with(element);
          }
        });
  }

  private static void replace(
      Class<?> around, boolean fills, CodeBuilder code, CodeElement element) {
    switch (element) {
      case ReturnInstruction _ when fills -> {
        code.aload(0)
            .invokestatic(STRUCTS, "fill", MethodTypeDesc.of(ClassDesc.ofDescriptor("V"), OBJECT))
            .with(element);
      }
      case InvokeInstruction call
          when call.owner().asInternalName().startsWith(HANDLES)
              && call.opcode() == Opcode.INVOKEVIRTUAL ->
          code.invokestatic(
              MAPS,
              call.name().stringValue(),
              call.typeSymbol().insertParameterTypes(0, ClassDesc.of(KeyedMap.class.getName())));
      case InvokeInstruction call
          when call.owner().asInternalName().equals(Counter.class.getName().replace('.', '/'))
              && call.opcode() == Opcode.INVOKEVIRTUAL ->
          code.invokestatic(
              MAPS,
              call.name().stringValue(),
              call.typeSymbol().insertParameterTypes(0, ClassDesc.of(Counter.class.getName())));
      case FieldInstruction access -> field(around, code, access);
      default -> code.with(element);
    }
  }

  /** The field that an instruction means, which may be one of a class above: bodies of enums' constants name them so. */
  private static Field resolved(Class<?> owner, String name) throws NoSuchFieldException {
    for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (field.getName().equals(name)) {
          return field;
        }
      }
    }
    throw new NoSuchFieldException(owner.getName() + "." + name);
  }

  private static void field(Class<?> around, CodeBuilder code, FieldInstruction access) {
    Field field;
    try {
      Class<?> owner =
          Class.forName(
              access.owner().asInternalName().replace('/', '.'), false, around.getClassLoader());
      field = resolved(owner, access.name().stringValue());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.toString(), e);
    }
    String descriptor = access.type().stringValue();
    if (field.getDeclaringClass().isAnnotationPresent(Union.class)
        && !field.getName().equals("whole")) {
      code.ldc(descriptor);
      ClassDesc number = ClassDesc.ofDescriptor("I");
      if (access.opcode() == Opcode.GETFIELD) {
        code.invokestatic(STRUCTS, "read", MethodTypeDesc.of(number, OBJECT, STRING));
      } else {
        code.invokestatic(
            STRUCTS,
            "write",
            MethodTypeDesc.of(ClassDesc.ofDescriptor("V"), OBJECT, number, STRING));
      }
      return;
    }
    Bits bits = field.getAnnotation(Bits.class);
    if (bits != null && access.opcode() == Opcode.PUTFIELD) {
      switch (descriptor) {
        case "Z" -> {}
        case "J" ->
            code.loadConstant(64 - bits.value()).lshl().loadConstant(64 - bits.value()).lshr();
        case "C" -> code.loadConstant((1 << bits.value()) - 1).iand();
        default ->
            code.loadConstant(32 - bits.value()).ishl().loadConstant(32 - bits.value()).ishr();
      }
    }
    code.with(access);
  }

  @Override
  public String name() {
    return "on the JVM";
  }

  @Override
  public void reset() throws ReflectiveOperationException {
    faults.clear();
    for (int i = 0; i < variables.size(); i++) {
      Object initial = variables.get(i).initial();
      if (initial.getClass().isArray()) {
        System.arraycopy(initial, 0, fields.get(i).get(null), 0, variables.get(i).count());
      } else {
        fields.get(i).set(null, initial);
      }
    }
    for (Map.Entry<String, KeyedMap<?, ?>> handle : handles.entrySet()) {
      ModelMaps.reset(handle.getValue(), types.get(handle.getKey()));
    }
  }

  @Override
  public Program program(String name) throws ReflectiveOperationException {
    MethodHandle method = programs.get(name);
    if (method == null) {
      method =
          MethodHandles.lookup()
              .findStatic(type, name, MethodType.methodType(int.class, long.class, long.class));
      programs.put(name, method);
    }
    MethodHandle handle = method;
    return (a, b) -> {
      try {
        return (int) handle.invokeExact(a, b);
      } catch (LinkageError e) {
        throw e;
      } catch (Throwable e) {
        faults.merge(line(e), 1L, Long::sum);
        return 0;
      }
    };
  }

  /** The line of the module's own that an exception comes from. */
  private static int line(Throwable thrown) {
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (frame.getClassName().startsWith("generated.")) {
        return frame.getLineNumber();
      }
    }
    throw new LinkageError(
        "an exception without a line: run with -XX:-OmitStackTraceInFastThrow", thrown);
  }

  @Override
  public byte[] variables() throws ReflectiveOperationException {
    ByteBuffer bytes = ByteBuffer.allocate(variableBytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < fields.size(); i++) {
      GlobalVariables.Variable variable = variables.get(i);
      Object value = fields.get(i).get(null);
      bytes.position(variable.offset());
      for (int j = 0; j < variable.count(); j++) {
        put(bytes, value.getClass().isArray() ? java.lang.reflect.Array.get(value, j) : value);
      }
    }
    return bytes.array();
  }

  private static void put(ByteBuffer to, Object number) {
    switch (number) {
      case Boolean truth -> to.put((byte) (truth ? 1 : 0));
      case Byte value -> to.put(value);
      case Short value -> to.putShort(value);
      case Character value -> to.putChar(value);
      case Integer value -> to.putInt(value);
      default -> to.putLong((Long) number);
    }
  }

  @Override
  @SuppressWarnings("unchecked") // a value's class is its own
  public byte @Nullable [] value(String map, int key) {
    Object value = ModelMaps.get(handles.get(map), key);
    if (value == null) {
      return null;
    }
    if (value instanceof Number || value instanceof Character || value instanceof Boolean) {
      ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      put(bytes, value);
      return Arrays.copyOf(bytes.array(), bytes.position());
    }
    StructCodec<Object> codec = (StructCodec<Object>) StructCodec.of(value.getClass());
    byte[] bytes = new byte[codec.size()];
    MemorySegment memory = MemorySegment.ofArray(new long[(codec.size() + 7) / 8]);
    codec.write(value, memory, 0);
    MemorySegment.copy(memory, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, bytes, 0, bytes.length);
    return bytes;
  }

  @Override
  public Map<Integer, Long> faults(String program) {
    return new TreeMap<>(faults);
  }

  @Override
  public void close() {
    handles.values().forEach(ModelMaps::forget);
  }
}
