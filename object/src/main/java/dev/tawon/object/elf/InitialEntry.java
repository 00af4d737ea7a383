package dev.tawon.object.elf;

/**
 * What an object puts into a map of maps or a program array: {@code .values = {[index] = …}}.
 *
 * @param map the array's or hash's name
 * @param index the index, which is the key
 * @param target the name of the map or program that is put there
 */
public record InitialEntry(String map, int index, String target) {}
