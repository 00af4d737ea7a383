import org.jspecify.annotations.NullMarked;

/** eBPF in user space: an interpreter and a compiler to JVM bytecode, with every access checked. */
@NullMarked
module dev.tawon.sandbox {
  requires static transitive org.jspecify;
  requires transitive dev.tawon.object;

  exports dev.tawon.sandbox;
}
