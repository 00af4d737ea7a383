package dev.tawon.bpf;

/** The numbers by which this process knows loaded programs. */
public final class ProgramDescriptors {
  private ProgramDescriptors() {}

  /** The number of a program's descriptor. */
  public static int number(LoadedProgram program) {
    return program.descriptor().number();
  }
}
