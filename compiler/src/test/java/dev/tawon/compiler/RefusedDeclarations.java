package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Fentry;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.Timed;
import dev.tawon.lang.Xdp;

/** Methods that are declared so that they are no programs: all are named at once, each on its line. */
@BpfModule
final class RefusedDeclarations {
  private RefusedDeclarations() {}

  @Lsm("task_free")
  static int decidesNothing() {
    // error: program decidesNothing is a static method that returns void, as the hook task_free
    return 0;
  }

  @Lsm("file_open")
  static long tooLong() {
    // error: returns void, or int: 0 to allow, a negated errno to refuse
    return 0;
  }

  @Fentry("vfs_mkdir")
  static int sees() {
    // error: program sees is a static method that returns void
    return 0;
  }

  @Xdp
  static void noVerdict() {
    // error: program noVerdict is a static method that returns int: one of XdpAction
  }

  @Xdp
  @Fentry("vfs_mkdir")
  static int two() {
    // error: program two has two program annotations
    return 0;
  }

  @Timed
  static void none() {
    // error: method none is @Timed, and is no program
  }
}
