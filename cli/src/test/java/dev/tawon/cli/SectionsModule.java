package dev.tawon.cli;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Xdp;
import dev.tawon.lang.XdpPacket;
import dev.tawon.lang.map.ProgramArray;

/** A module for tests: all that an object file has besides programs and empty maps. */
@BpfModule
public final class SectionsModule {
  private SectionsModule() {}

  @Configurable static int level = 3;
  @Configurable static boolean verbose = true;

  static long seen = 5;
  static char letter = 'x';
  static final int[] TABLE = {1, 2, 3};

  /** Holds programs from the start. */
  public static final ProgramArray<XdpPacket> NEXT =
      ProgramArray.of(SectionsModule::second, SectionsModule::first);

  @Xdp
  static int first(XdpPacket packet) {
    seen++;
    if (verbose) {
      letter++;
    }
    return packet.length() > level ? 1 : TABLE[packet.length() & 1];
  }

  @Xdp
  static int second(XdpPacket packet) {
    NEXT.call(1);
    return level & 1;
  }
}
