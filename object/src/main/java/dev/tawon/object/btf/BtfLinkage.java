package dev.tawon.object.btf;

/**
 * How a function or variable is linked: {@code enum btf_func_linkage} and {@code BTF_VAR_*} of {@code
 * include/uapi/linux/btf.h}, in their order.
 */
public enum BtfLinkage {
  STATIC,
  GLOBAL,
  EXTERN,
  /** A number that the kernel does not define. */
  UNKNOWN;

  private static final BtfLinkage[] BY_NUMBER = values();

  /** The kernel's number. */
  @SuppressWarnings("EnumOrdinal") // the constants stand in the order of the kernel's numbers
  int number() {
    return ordinal();
  }

  static BtfLinkage of(int number) {
    return number >= 0 && number < UNKNOWN.number() ? BY_NUMBER[number] : UNKNOWN;
  }
}
