import org.jspecify.annotations.NullMarked;

/** Linux kernels in QEMU. */
@NullMarked
module dev.tawon.vm {
  requires static transitive org.jspecify;

  exports dev.tawon.vm;
}
