package dev.tawon.object;

/**
 * The source line of an instruction and of those that follow it: {@code struct bpf_line_info}.
 *
 * @param instruction index in the program's list
 * @param file the source file's name
 * @param fileNameOffset where the file's name stands in the object's BTF strings
 * @param textOffset where the line's text stands in the object's BTF strings; 0 for none
 * @param line the line's number, from 1
 */
public record LineInfo(
    int instruction, String file, int fileNameOffset, int textOffset, int line) {}
