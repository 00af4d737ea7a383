package dev.tawon.sandbox;

import dev.tawon.object.elf.ElfObject;
import dev.tawon.object.elf.KernelOption;
import java.util.HashMap;
import java.util.Map;

/** What a kernel says of its version and configuration: {@code bpf_object__load_kconfig} of libbpf's {@code libbpf.c}. */
final class KernelOptions {
  private final Map<String, Long> values = new HashMap<>();

  KernelOptions() {
    values.put("LINUX_KERNEL_VERSION", 6L << 16 | 12 << 8);
    values.put("LINUX_HAS_BPF_COOKIE", 1L);
    values.put("LINUX_HAS_SYSCALL_WRAPPER", 1L);
  }

  void set(String name, long value) {
    values.put(name, value);
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  /** The value of the map that an object has its options in. */
  byte[] valueFor(ElfObject object) {
    int bytes =
        object.options().stream()
            .mapToInt(option -> option.offset() + option.bytes())
            .max()
            .orElse(0);
    byte[] value = new byte[bytes];
    for (KernelOption option : object.options()) {
      Long number = values.get(option.name());
      if (number == null && !option.optional()) {
        throw new IllegalArgumentException(
            "the object asks for the kernel's option "
                + option.name()
                + ": SimulatedKernel.setOption sets it");
      }
      for (int i = 0; number != null && i < Math.min(option.bytes(), Long.BYTES); i++) {
        value[option.offset() + i] = (byte) (number >> Byte.SIZE * i);
      }
    }
    return value;
  }
}
