package dev.tawon.bpf.programs;

import dev.tawon.lang.Bpf;
import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Configurable;
import dev.tawon.lang.Counter;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.KernelType;
import dev.tawon.lang.KprobeMulti;
import dev.tawon.lang.KretprobeMulti;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.Sleepable;
import dev.tawon.lang.Uprobe;
import dev.tawon.lang.map.Array;

/** Modules for tests: programs that may sleep, and programs at many functions. */
public final class SleepingPrograms {
  private SleepingPrograms() {}

  /** {@code struct file}. */
  @KernelType("file")
  static final class OpenFile {
    int f_flags;
  }

  /** Reads what the function that is probed was given. */
  @BpfModule
  public static final class Users {
    private Users() {}

    static long cookie;
    static int result = 1;
    static long word;

    @Uprobe
    @Sleepable
    static void onRemove(long path) {
      long[] text = new long[1];
      result = (int) Helpers.copyFromUser(text, 8, path);
      word = text[0];
      cookie = Helpers.getAttachCookie(Bpf.context());
    }
  }

  /** Is loaded, and attached to nothing. */
  @BpfModule
  public static final class Hooks {
    private Hooks() {}

    static long word;

    @Lsm("file_open")
    @Sleepable
    static int onOpen(OpenFile file) {
      long[] text = new long[1];
      if (Helpers.copyFromUser(text, 8, 4096) == 0) {
        word = text[0];
      }
      return 0;
    }
  }

  /** Counts this process's calls by the numbers of the functions. */
  @BpfModule
  public static final class Many {
    private Many() {}

    @Configurable static int process = 0;

    public static final Array<Counter> CALLS = Array.of(8);

    private static void count(int index) {
      Counter counter = CALLS.get(index);
      if (counter != null && (int) (Bpf.currentPidTgid() >>> 32) == process) {
        counter.add(1);
      }
    }

    @KprobeMulti
    static void onCall() {
      count((int) Helpers.getAttachCookie(Bpf.context()) & 7);
    }

    @KretprobeMulti({"security_inode_mkdir", "security_inode_rmd*"})
    static void onReturn(int result) {
      count(result == 0 ? 5 : 6);
    }
  }
}
