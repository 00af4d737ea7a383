package dev.tawon.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.AttributeMapper;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.BufWriter;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassReader;
import java.lang.classfile.CustomAttribute;
import java.lang.classfile.MethodModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytecode of a method is, the compiler gives a program or says in an error what is wrong: code as no javac makes
 * it, with {@code jsr}, {@code dup2_x2} and loops with several entries, and code that is wrong. {@code -Dtawon.mutations=N}
 * tries N, {@code -Dtawon.seed=S} others.
 */
class GeneratedClassesTest {
  private static final int CASES = Integer.getInteger("tawon.mutations", 1_000);
  private static final long SEED = Long.getLong("tawon.seed", 20_261_126);

  @Test
  void shouldCompileOrRefuseAnyBytecode() throws Exception {
    tryAll("bytecode made at random", false);
  }

  @Test
  void shouldCompileOrRefuseAnyBytecodeThatTheJvmLoads() throws Exception {
    tryAll("bytecode made at random and loaded", true);
  }

  @Test
  void shouldCompileClassesOfEveryShape() {
    CompiledModule module =
        Compiler.compile(OddShapes.class, new CompilerOptions(Map.of(), false, Target.of(6, 12)));
    assertThat(module.object().programs()).hasSize(4);
  }

  private static void tryAll(String what, boolean define) throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Class<?> type : List.of(GeneratedHost.class, GeneratedHost.Inner.class)) {
      files.put(type.getName(), Mutant.file(type));
    }
    try (ClassTrial trial = new ClassTrial(what)) {
      for (long seed = SEED; seed < SEED + CASES; seed++) {
        byte[] file = generate(new Random(seed), files);
        trial.run(
            seed,
            new Mutant(files, GeneratedHost.class.getName(), file, define),
            GeneratedHost.class.getName());
      }
    }
  }

  /** The host with other code in one of its methods, or both. */
  private static byte[] generate(Random random, Map<String, byte[]> files) throws IOException {
    byte[] host = files.get(GeneratedHost.class.getName());
    if (host == null) {
      throw new IOException("no host");
    }
    ClassFile classFile = ClassFile.of();
    int which = random.nextInt(3);
    return classFile.transformClass(
        classFile.parse(host),
        (builder, element) -> {
          if (element instanceof MethodModel method
              && (method.methodName().equalsString("program") && which != 1
                  || method.methodName().equalsString("other") && which != 0)) {
            builder.withMethod(
                method.methodName(),
                method.methodType(),
                method.flags().flagsMask(),
                made -> {
                  method.attributes().stream()
                      .filter(attribute -> !attribute.attributeName().equalsString("Code"))
                      .filter(java.lang.classfile.MethodElement.class::isInstance)
                      .map(java.lang.classfile.MethodElement.class::cast)
                      .forEach(made::with);
                  made.with(
                      new Code(new RandomBytecode(random, builder.constantPool()).attribute()));
                });
          } else {
            builder.with(element);
          }
        });
  }

  /** A {@code Code} attribute that is bytes. */
  private static final class Code extends CustomAttribute<Code> {
    private final byte[] bytes;

    Code(byte[] bytes) {
      super(Mapper.CODE);
      this.bytes = bytes;
    }
  }

  private static final class Mapper implements AttributeMapper<Code> {
    static final Mapper CODE = new Mapper();

    @Override
    public String name() {
      return "Code";
    }

    @Override
    public Code readAttribute(AttributedElement enclosing, ClassReader reader, int at) {
      throw new UnsupportedOperationException("written only");
    }

    @Override
    public void writeAttribute(BufWriter to, Code code) {
      to.writeIndex(to.constantPool().utf8Entry("Code"));
      to.writeInt(code.bytes.length);
      to.writeBytes(code.bytes);
    }

    @Override
    public AttributeStability stability() {
      return AttributeStability.UNKNOWN;
    }
  }
}
