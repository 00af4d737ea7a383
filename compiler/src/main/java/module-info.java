import org.jspecify.annotations.NullMarked;

/** The compiler from JVM bytecode to eBPF. */
@NullMarked
module dev.tawon.compiler {
  requires static transitive org.jspecify;
  requires transitive dev.tawon.isa;
  requires transitive dev.tawon.object;
  requires transitive dev.tawon.lang;

  exports dev.tawon.compiler;
}
