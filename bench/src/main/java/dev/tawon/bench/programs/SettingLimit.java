package dev.tawon.bench.programs;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.CgroupSysctl;
import dev.tawon.lang.Helpers;
import dev.tawon.lang.SysctlContext;
import dev.tawon.lang.Text;
import dev.tawon.lang.map.Array;

/** {@code x25_sysctl.bpf.c}: a limit to a number that is written to {@code /proc/sys}. */
@BpfModule(license = "GPL")
public final class SettingLimit {
  private SettingLimit() {}

  /** As in C. */
  public static final Array<Long> LIMITS = Array.of(1);

  @CgroupSysctl
  static int limit(SysctlContext access) {
    byte[] name = new byte[32];
    byte[] value = new byte[16];
    if (access.write == 0) {
      return 1;
    }
    if (Helpers.sysctlGetName(access, name, 32, 0) != 18
        || !Text.matches(name, 0, "net/core/somaxconn")) {
      return 1;
    }
    if ((int) Helpers.sysctlGetNewValue(access, value, 16) <= 0) {
      return 0;
    }
    long number = 0;
    for (int i = 0; i < 15; i++) {
      byte c = value[i];
      if (c < '0' || c > '9') {
        break;
      }
      number = number * 10 + (c - '0');
    }
    Long most = LIMITS.get(0);
    return most != null && Long.compareUnsigned(number, most) <= 0 ? 1 : 0;
  }
}
