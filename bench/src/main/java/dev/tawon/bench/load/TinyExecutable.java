package dev.tawon.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The smallest program that Linux runs without help: an ELF header, one program header, and {@code exit(0)} in machine code.
 * It makes an execution cost what the kernel's part of it costs. x86-64 alone.
 */
final class TinyExecutable {
  private static final int ELF_HEADER = 64;
  private static final int PROGRAM_HEADER = 56;
  private static final long BASE = 0x40_0000;

  /** {@code mov $60, %eax; xor %edi, %edi; syscall}: {@code __NR_exit} is 60. */
  private static final byte[] CODE = {(byte) 0xb8, 60, 0, 0, 0, 0x31, (byte) 0xff, 0x0f, 0x05};

  private TinyExecutable() {}

  /** The file's bytes: {@code Elf64_Ehdr} and {@code Elf64_Phdr} of {@code elf(5)}, then the code. */
  static byte[] bytes() {
    int size = ELF_HEADER + PROGRAM_HEADER + CODE.length;
    ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    elf.putShort((short) 2); // ET_EXEC
    elf.putShort((short) 62); // EM_X86_64
    elf.putInt(1);
    elf.putLong(BASE + ELF_HEADER + PROGRAM_HEADER); // entry
    elf.putLong(ELF_HEADER); // program headers
    elf.putLong(0); // section headers
    elf.putInt(0);
    elf.putShort((short) ELF_HEADER);
    elf.putShort((short) PROGRAM_HEADER);
    elf.putShort((short) 1);
    elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
    elf.putInt(1); // PT_LOAD
    elf.putInt(5); // PF_R | PF_X
    elf.putLong(0);
    elf.putLong(BASE);
    elf.putLong(BASE);
    elf.putLong(size);
    elf.putLong(size);
    elf.putLong(0x1000);
    elf.put(CODE);
    return elf.array();
  }

  /** Writes it, executable, below a directory. */
  static Path write(Path directory) throws IOException {
    Path file = directory.resolve("tiny");
    Files.write(file, bytes());
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }
}
