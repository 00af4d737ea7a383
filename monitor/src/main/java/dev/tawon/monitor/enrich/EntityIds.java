package dev.tawon.monitor.enrich;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * Names for processes that no other process has, on any machine, before or after.
 *
 * <p>Sixteen bytes in base64url without padding, 22 characters: the first eight of the SHA-256 of the boot id's 36
 * characters, then {@link ProcessKey} with the most significant byte first. So the same process has the same name whoever
 * works it out, from a record of the kernel or from {@code /proc}.
 */
public final class EntityIds {
  private static final int BOOT_BYTES = 8;

  private final byte[] boot;

  /**
   * Names for one boot.
   *
   * @param bootId the content of {@code /proc/sys/kernel/random/boot_id}
   */
  public EntityIds(String bootId) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(bootId.strip().getBytes(StandardCharsets.US_ASCII));
      boot = Arrays.copyOf(hash, BOOT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The name of a process. */
  public String of(int pid, long startNs) {
    ByteBuffer id = ByteBuffer.allocate(BOOT_BYTES + Long.BYTES);
    id.put(boot).putLong(ProcessKey.of(pid, startNs));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(id.array());
  }
}
