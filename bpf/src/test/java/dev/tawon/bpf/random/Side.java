package dev.tawon.bpf.random;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A place where a module's programs run, with all that they can change there. */
interface Side extends AutoCloseable {
  /** What differences call it. */
  String name();

  /** Gives static fields their first values, makes maps empty and fault counters zero. */
  void reset() throws ReflectiveOperationException;

  /** A program by its name. */
  Program program(String name) throws ReflectiveOperationException;

  /** The static fields, as they lie in programs' memory. */
  byte[] variables() throws ReflectiveOperationException;

  /** A map's value, or null. */
  byte @Nullable [] value(String map, int key);

  /** How often a program has failed, by line. */
  Map<Integer, Long> faults(String program);

  @Override
  void close();

  /** Something that runs. */
  interface Program {
    int run(long a, long b);
  }
}
