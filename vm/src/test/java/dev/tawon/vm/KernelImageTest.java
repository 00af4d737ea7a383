package dev.tawon.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelImageTest {
  private static final int PAYLOAD = 1024;
  @TempDir private Path directory;

  private static byte[] elf() {
    byte[] elf = new byte[10_000];
    new Random(1).nextBytes(elf);
    elf[0] = 0x7f;
    elf[1] = 'E';
    elf[2] = 'L';
    elf[3] = 'F';
    return elf;
  }

  /** A header of one sector of setup, and a payload. */
  private static byte[] image(byte[] payload) {
    ByteBuffer image = ByteBuffer.allocate(PAYLOAD + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x1f1, (byte) 1);
    image.putInt(0x202, 0x53726448);
    image.putShort(0x206, (short) 0x20f);
    image.putInt(0x248, 0);
    image.putInt(0x24c, payload.length);
    image.put(PAYLOAD, payload);
    return image.array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private byte[] unpack(byte[] image) throws Exception {
    Path file = Files.write(directory.resolve("bzImage"), image);
    Path target = directory.resolve("vmlinux");
    KernelImage.unpack(file, target);
    return Files.readAllBytes(target);
  }

  @Test
  void shouldUnpackThePayload() throws Exception {
    assertThat(unpack(image(gzip(elf())))).isEqualTo(elf());
    try (var left = Files.list(directory)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void shouldTakeAnElfFileAsItIs() throws Exception {
    assertThat(unpack(elf())).isEqualTo(elf());
  }

  @Test
  void shouldSayWhatIsWrongWithAFileThatIsNoKernel() throws IOException {
    byte[] good = image(gzip(elf()));
    assertRefused(new byte[0], "neither a bzImage nor an ELF file");
    assertRefused(new byte[5000], "neither a bzImage nor an ELF file");
    assertRefused(Arrays.copyOf(good, good.length - 1), "its payload is said to end");
    assertRefused(image(new byte[64]), "compressed in none of the ways");
    assertRefused(image(gzip(new byte[64])), "no ELF file");
    byte[] damaged = gzip(elf());
    damaged[damaged.length / 2] ^= 0x55;
    assertRefused(image(damaged), "does not unpack");
    byte[] cut = gzip(elf());
    assertRefused(image(Arrays.copyOf(cut, cut.length / 2)), "does not unpack");
  }

  @Test
  void shouldRefuseOrUnpackWhateverItIsGiven() throws Exception {
    byte[] good = image(gzip(elf()));
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = good.clone();
      for (int change = 0; change < 4; change++) {
        damaged[random.nextInt(0x1f0, PAYLOAD + 20)] = (byte) random.nextInt(256);
      }
      try {
        unpack(damaged);
      } catch (VmException e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("bzImage");
      }
    }
  }

  private void assertRefused(byte[] image, String why) {
    assertThatThrownBy(() -> unpack(image))
        .isInstanceOf(VmException.class)
        .hasMessageContaining("is not a kernel that can be booted")
        .hasMessageContaining(why);
  }
}
