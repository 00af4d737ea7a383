package dev.tawon.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpioTest {
  @TempDir private Path directory;

  /** Writes an archive. */
  @FunctionalInterface
  private interface Content {
    void write(CpioWriter cpio) throws IOException;
  }

  private static byte[] archive(Content content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (CpioWriter cpio = CpioWriter.to(out)) {
      content.write(cpio);
    }
    return out.toByteArray();
  }

  private int unpack(byte[] archive) throws IOException {
    return CpioReader.unpack(new ByteArrayInputStream(archive), directory);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldGiveBackWhatWasWritten() throws IOException {
    Path source = Files.writeString(directory.resolve("source"), "of a file");
    byte[] archive =
        archive(cpio -> {
          cpio.directory("/empty");
          cpio.file("/a/b/tool", true, text("#!/bin/sh\n"));
          cpio.file("/a/ä", false, source);
          cpio.link("/a/link", "b/tool");
          cpio.device("/dev/null", 1, 3);
        });
    assertThat(archive.length % 512).as("can be followed by another").isZero();
    assertThat(unpack(archive)).isEqualTo(3);
    assertThat(directory.resolve("empty")).isDirectory();
    assertThat(directory.resolve("a/b/tool")).hasContent("#!/bin/sh\n").isExecutable();
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a/ä"))))
        .isEqualTo("rw-r--r--");
    assertThat(directory.resolve("a/ä")).hasContent("of a file");
    assertThat(Files.readSymbolicLink(directory.resolve("a/link"))).hasToString("b/tool");
    assertThat(directory.resolve("dev/null")).doesNotExist();
  }

  @Test
  void shouldGiveBackAnyFiles() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Map<String, byte[]> files = new HashMap<>();
    byte[] archive =
        archive(cpio -> {
          for (int i = 0; i < 200; i++) {
            byte[] content = new byte[random.nextInt(300)];
            random.nextBytes(content);
            String name = "d" + random.nextInt(5) + "/" + "x".repeat(1 + random.nextInt(90)) + i;
            files.put(name, content);
            cpio.file(name, random.nextBoolean(), content);
          }
        });
    assertThat(unpack(archive)).as("seed %d", seed).isEqualTo(files.size());
    files.forEach((name, content) ->
        assertThat(directory.resolve(name)).as("seed %d", seed).hasBinaryContent(content));
  }

  @Test
  void shouldRefuseDamagedArchivesAndStayInItsDirectory() throws IOException {
    byte[] whole =
        archive(cpio -> {
          cpio.file("file", false, text("content"));
          cpio.link("link", "file");
        });
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Path inside = Files.createDirectory(directory.resolve("inside"));
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      for (int change = random.nextInt(3); change > 0 && damaged.length > 0; change--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      try {
        CpioReader.unpack(new ByteArrayInputStream(damaged), inside);
      } catch (VmException | IOException | java.nio.file.InvalidPathException _) {
        // Refused.
      }
    }
    try (var left = Files.list(directory)) {
      assertThat(left).as("seed %d", seed).containsExactly(inside);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out", "a/../../out", "/out", "a//b", "./../out"})
  void shouldRefuseNamesThatLeadOut(String name) throws IOException {
    byte[] archive = archive(cpio -> cpio.file("x".repeat(name.length()), false, text("evil")));
    System.arraycopy(text(name), 0, archive, 110, name.length());
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(VmException.class)
        .hasMessageContaining("malformed");
  }

  @Test
  void shouldNotWriteThroughSymbolicLinks() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Path inside = Files.createDirectory(directory.resolve("inside"));
    byte[] through =
        archive(cpio -> {
          cpio.link("link", outside.toString());
          cpio.file("link/file", false, text("evil"));
        });
    // The writer makes parents; the reader is shown them as what they are.
    assertThatThrownBy(
            () -> {
              CpioReader.unpack(new ByteArrayInputStream(withoutParents(through)), inside);
            })
        .isInstanceOf(VmException.class);
    assertThat(outside).isEmptyDirectory();
    Files.createSymbolicLink(inside.resolve("old"), outside.resolve("target"));
    CpioReader.unpack(
        new ByteArrayInputStream(archive(cpio -> cpio.file("old", false, text("new")))), inside);
    assertThat(outside).isEmptyDirectory();
    assertThat(inside.resolve("old")).hasContent("new").isRegularFile();
  }

  /** Turns the directory's header into that of a thing that is left out. */
  private static byte[] withoutParents(byte[] archive) {
    String text = new String(archive, StandardCharsets.ISO_8859_1);
    return text.replace("000041ed", "000021ed").getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void shouldRefuseToWriteNamesThatAreNotPlain() {
    assertThatThrownBy(() -> archive(cpio -> cpio.file("a/../b", false, text(""))))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
