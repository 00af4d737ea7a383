import org.jspecify.annotations.NullMarked;

/** The user half: loading modules into the kernel, and talking to them. */
@NullMarked
module dev.tawon.bpf {
  requires static transitive org.jspecify;
  requires transitive dev.tawon.compiler;

  exports dev.tawon.bpf;
}
