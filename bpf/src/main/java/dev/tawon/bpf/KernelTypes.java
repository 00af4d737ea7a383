package dev.tawon.bpf;

import dev.tawon.object.btf.Btf;
import dev.tawon.object.btf.BtfKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The running kernel's BTF, opened when it is first asked. Not thread-safe. */
final class KernelTypes {
  /** Where the kernel shows its types, with {@code CONFIG_DEBUG_INFO_BTF}, since Linux 5.4. */
  static final Path FILE = Path.of("/sys/kernel/btf/vmlinux");

  private @Nullable Btf types;

  /** Whether this kernel has types. */
  static boolean arePresent() {
    return Files.isReadable(FILE);
  }

  /**
   * The types.
   *
   * @throws UnsupportedFeatureException if this kernel has none
   */
  Btf get() {
    Btf opened = types;
    if (opened == null) {
      if (!arePresent()) {
        throw new UnsupportedFeatureException(
            "BTF in " + FILE, "5.4", "it is there when the kernel has CONFIG_DEBUG_INFO_BTF");
      }
      opened = Btf.open(FILE);
      types = opened;
    }
    return opened;
  }

  /** The number of a type, if this kernel has BTF and the type. */
  OptionalInt find(BtfKind kind, String name) {
    return arePresent() ? get().find(kind, name) : OptionalInt.empty();
  }
}
