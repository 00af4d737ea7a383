package dev.tawon.sandbox;

import java.nio.charset.StandardCharsets;

/**
 * The process that a program finds itself in.
 *
 * @param pid the thread's id
 * @param tgid the process's id
 * @param uid its user
 * @param gid its group
 * @param comm its name, of 15 bytes at most
 */
public record SimulatedTask(int pid, int tgid, int uid, int gid, String comm) {
  /** Bytes of a task's name with its zero: {@code TASK_COMM_LEN} of {@code include/linux/sched.h}. */
  static final int COMM_BYTES = 16;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is too long
   */
  public SimulatedTask {
    if (comm.getBytes(StandardCharsets.UTF_8).length >= COMM_BYTES) {
      throw new IllegalArgumentException(
          "a task's name has 15 bytes at most: '" + comm + "' is longer");
    }
  }
}
