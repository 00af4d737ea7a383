package dev.tawon.sandbox;

import dev.tawon.object.ProgramSpec;
import dev.tawon.object.btf.Btf;
import dev.tawon.object.elf.ElfObject;
import dev.tawon.object.elf.InitialEntry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A program that an object puts into a program array. It is made when it is called: one that cannot run does no harm before. */
record InitialProgram(
    SimulatedKernel kernel, ElfObject object, ProgramSpec program, @Nullable Btf types)
    implements Supplier<Sandbox> {

  /**
   * The program that an entry names.
   *
   * @throws IllegalArgumentException if there is none
   */
  static InitialProgram of(
      SimulatedKernel kernel, ElfObject object, InitialEntry entry, @Nullable Btf types) {
    ProgramSpec program =
        object
            .spec()
            .program(entry.target())
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "map %s holds %s, which is neither a map nor a program"
                        .formatted(entry.map(), entry.target())));
    return new InitialProgram(kernel, object, program, types);
  }

  @Override
  public Sandbox get() {
    Sandbox.Builder builder = Sandbox.builder(program).kernel(kernel);
    return (types == null ? builder : builder.types(object.spec().btf(), types)).build();
  }
}
