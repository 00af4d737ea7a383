import org.jspecify.annotations.NullMarked;

/** Tests on Linux kernels: this machine's, and others in QEMU. */
@NullMarked
module dev.tawon.testkit {
  requires static transitive org.jspecify;
  requires transitive dev.tawon.vm;
  requires transitive org.junit.jupiter.api;
  requires org.junit.platform.launcher;
  requires java.xml;

  exports dev.tawon.testkit;

  uses dev.tawon.testkit.KernelObjects;
}
