package dev.tawon.compiler;

import dev.tawon.lang.BpfModule;
import dev.tawon.lang.Lsm;
import dev.tawon.lang.Sleepable;

/** Programs of security hooks that are none, or return what the hook does not take. */
@BpfModule
final class RefusedSecurityHooks {
  private RefusedSecurityHooks() {}

  @Lsm("file_opened")
  static int misspelt() {
    // error: there is no hook file_opened of the security modules up to Linux 7.2; did you mean
    return 0;
  }

  @Lsm("security_file_open")
  static int prefixed() {
    // error: there is no hook security_file_open
    return 0;
  }

  @Lsm("nothing_of_the_kind")
  static int unheardOf() {
    // error: there is no hook nothing_of_the_kind of the security modules
    return 0;
  }

  @Lsm("file_open")
  static int positive() {
    // error: a @Lsm program returns void, or int: 0 to allow, a negated errno to refuse; this
    return 1;
  }

  @Lsm("file_open")
  static int noErrno() {
    // error: this returns -4096
    return -4096;
  }

  @Lsm("inode_xattr_skipcap")
  static int noTruth() {
    // error: int: 0 for no, 1 for yes; this returns -1
    return -1;
  }

  @Lsm("audit_rule_known")
  static int moreThanTrue() {
    // error: int: 0 for no, 1 for yes; this returns 2
    return 2;
  }

  @Lsm("xfrm_state_pol_flow_match")
  static int differsByVersion() {
    // error: int: 0, which is left to the kernel; this returns 1
    return 1;
  }

  @Lsm("getprocattr")
  static int closed() {
    // error: the hook getprocattr takes no programs since Linux 6.12
    return 0;
  }

  @Lsm("xfrm_decode_session")
  static int closedByAnUpdate() {
    // error: the hook xfrm_decode_session takes no programs since Linux 6.12
    return 0;
  }

  @Lsm("bprm_check_security")
  static int tooMany(long program, long more) {
    // error: the hook bprm_check_security has one parameter, and the program takes 2
    return more == 1 ? -1 : 0;
  }

  @Lsm("secmark_refcount_inc")
  static void noneAtAll(long more) {
    // error: the hook secmark_refcount_inc has no parameters, and the program takes 1
  }

  @Lsm("task_free")
  @Sleepable
  static void cannotWait() {
    // error: programs of the hook task_free cannot be @Sleepable
  }
}
