package dev.tawon.vm;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether KVM works here. That the device is there says little: inside other virtual machines it may refuse guests, or let
 * them hang. So it is tried with a guest that was to run anyway, and one that does not come up is remembered until the next
 * boot.
 */
final class KvmTrial {
  private static final Path DEVICE = Path.of("/dev/kvm");

  private final Path verdict;

  KvmTrial(Path cache) {
    this.verdict = cache.resolve("kvm-fails-" + UserLand.digest(bootId()));
  }

  private static String bootId() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
    } catch (IOException _) {
      return "";
    }
  }

  /** Whether it may work: it opens, and has not failed since the machine booted. */
  boolean maybe() {
    if (Files.exists(verdict)) {
      return false;
    }
    try (RandomAccessFile _ = new RandomAccessFile(DEVICE.toFile(), "rw")) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** A guest has not come up with it. */
  void failed() throws IOException {
    Files.writeString(verdict, "a guest did not come up under KVM\n");
  }
}
