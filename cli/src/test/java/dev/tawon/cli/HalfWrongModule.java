package dev.tawon.cli;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.RawTracepoint;

/** A module of which one program compiles. */
@BpfModule
final class HalfWrongModule {
  private HalfWrongModule() {}

  @RawTracepoint("sys_enter")
  static int right(long registers, long number) {
    return (int) number + 1;
  }

  @RawTracepoint("sys_enter")
  static int wrong(long registers, long number) {
    return (int) System.nanoTime();
  }
}
