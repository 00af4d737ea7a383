package dev.tawon.bpf.types;

import dev.tawon.object.btf.Btf;
import dev.tawon.vm.Kernel;
import dev.tawon.vm.KernelStore;
import dev.tawon.vm.KernelVersion;
import dev.tawon.vm.Progress;
import dev.tawon.vm.VmException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.opentest4j.TestAbortedException;

/**
 * The types of kernels that this machine does not run: those of Debian's, out of the {@code .BTF} section of what {@code tawon vm
 * fetch} keeps. One that is not there yet is fetched.
 */
enum KernelTypes {
  LINUX_5_10("5.10", ""),
  LINUX_6_1("6.1", ""),
  LINUX_6_1_ARM64("6.1", " for arm64"),
  LINUX_6_12("6.12", ""),
  LINUX_7("7.x", "");

  /** Source: {@code Elf64_Ehdr} and {@code Elf64_Shdr} of {@code include/uapi/linux/elf.h}. */
  private static final int SECTION_TABLE = 0x28;

  private static final int SECTION_COUNT = 0x3c;
  private static final int SECTION_NAMES = 0x3e;
  private static final int SECTION_BYTES = 64;
  private static final int SECTION_OFFSET = 24;
  private static final int SECTION_SIZE = 32;

  private final String version;
  private final String machine;

  KernelTypes(String version, String machine) {
    this.version = version;
    this.machine = machine;
  }

  static List<KernelTypes> all() {
    return List.of(values());
  }

  /** The kernel's name. */
  String version() {
    return version + machine;
  }

  boolean isOf61() {
    return version.equals("6.1");
  }

  /**
   * Its types. Where they cannot be had the test is skipped, with the reason; it fails for a kernel that kernel tests are asked to
   * run on.
   */
  Btf read() throws InterruptedException {
    try {
      if (this == LINUX_6_1_ARM64) {
        return ArmTypes.read();
      }
      Kernel kernel = KernelStore.ofUser().get(KernelVersion.of(version), Progress.NONE);
      return Btf.parse(section(kernel.vmlinux(), ".BTF"));
    } catch (VmException | IOException e) {
      boolean asked =
          List.of(System.getProperty("tawon.kernels", "").split(",", -1)).contains(version);
      if (asked && "true".equals(System.getenv("CI"))) {
        throw new AssertionError("no types of Linux " + version() + ": " + e.getMessage(), e);
      }
      throw new TestAbortedException("no types of Linux " + version() + ": " + e.getMessage(), e);
    }
  }

  private static byte[] section(Path elf, String name) throws IOException {
    try (FileChannel file = FileChannel.open(elf)) {
      ByteBuffer header = read(file, 0, 64);
      long table = header.getLong(SECTION_TABLE);
      int count = Short.toUnsignedInt(header.getShort(SECTION_COUNT));
      ByteBuffer sections = read(file, table, count * SECTION_BYTES);
      int names = Short.toUnsignedInt(header.getShort(SECTION_NAMES)) * SECTION_BYTES;
      byte[] strings =
          read(
                  file,
                  sections.getLong(names + SECTION_OFFSET),
                  Math.toIntExact(sections.getLong(names + SECTION_SIZE)))
              .array();
      for (int at = 0; at < sections.capacity(); at += SECTION_BYTES) {
        int start = sections.getInt(at);
        String found = new String(strings, start, name.length(), StandardCharsets.US_ASCII);
        if (found.equals(name) && strings[start + name.length()] == 0) {
          return read(
                  file,
                  sections.getLong(at + SECTION_OFFSET),
                  Math.toIntExact(sections.getLong(at + SECTION_SIZE)))
              .array();
        }
      }
    }
    throw new AssertionError(elf + " has no section " + name);
  }

  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file ends at byte " + (at + buffer.position()));
      }
    }
    return buffer;
  }
}
