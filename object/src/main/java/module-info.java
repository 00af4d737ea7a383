import org.jspecify.annotations.NullMarked;

/** What an eBPF object is, without a system call: its description, BTF, and CO-RE relocation. */
@NullMarked
module dev.tawon.object {
  requires static transitive org.jspecify;
  requires transitive dev.tawon.isa;

  exports dev.tawon.object;
  exports dev.tawon.object.btf;
  exports dev.tawon.object.elf;
}
