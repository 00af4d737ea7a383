package dev.tawon.object;

/**
 * Where a function begins: {@code struct bpf_func_info}.
 *
 * @param instruction index of its first instruction in the program's list
 * @param typeId its {@code BTF_KIND_FUNC} in the object's BTF
 */
public record FunctionInfo(int instruction, int typeId) {}
