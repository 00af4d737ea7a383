import org.jspecify.annotations.NullMarked;

/** The eBPF instruction set: instructions as data, their binary and textual forms. */
@NullMarked
module dev.tawon.isa {
  requires static transitive org.jspecify;

  exports dev.tawon.isa;
}
