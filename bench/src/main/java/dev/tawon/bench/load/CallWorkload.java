package dev.tawon.bench.load;

/** {@code getppid}: a system call that does next to nothing, and that no monitor asks about. */
final class CallWorkload implements Workload {
  @Override
  public boolean operate() {
    return Libc.getppid() > 0;
  }
}
