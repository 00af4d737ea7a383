package dev.tawon.compiler.front;

import dev.tawon.object.ProgramType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a kernel helper.
 *
 * @param number its number in {@code enum bpf_func_id}
 * @param name its name, {@code bpf_skb_load_bytes}
 * @param since the first version of Linux that has it
 * @param gpl whether programs with a licence that is not compatible with the GPL cannot call it
 * @param versions the kinds of program that can call it, with the first version in which they can
 * @param result the type of its result, in C
 * @param parameters its parameters
 * @param description what it does, a sentence; empty if it takes a function, which has a syntax of its own
 */
public record HelperRow(
    int number,
    String name,
    String since,
    boolean gpl,
    Map<ProgramType, String> versions,
    String result,
    List<Parameter> parameters,
    String description) {
  /**
   * The version of Linux that has all of them, for all kinds of program: none came after {@code bpf_cgrp_storage_delete} in 6.2, but
   * functions by BTF.
   */
  public static final String COMPLETE_SINCE = "6.16";

  /**
   * A parameter.
   *
   * @param type its type, in C
   * @param name its name
   */
  public record Parameter(String type, String name) {
    /** Whether it is a pointer that a program passes as an object. */
    public boolean isPointer() {
      return type.contains("*") && !isAddress();
    }

    /** Whether it is an address that the verifier does not look at. */
    public boolean isAddress() {
      return name.equals("unsafe_ptr") || name.equals("user_ptr");
    }

    /** Whether it says how large what the parameter before it points to is. */
    public boolean isSize() {
      return !type.contains("*")
          && (name.endsWith("size") || name.endsWith("len") || name.startsWith("size_of"));
    }
  }

  /** Copies the collections. */
  public HelperRow {
    versions = Map.copyOf(versions);
    parameters = List.copyOf(parameters);
  }

  private static final class Table {
    static final List<HelperRow> ROWS = read();
  }

  /** The kinds of program that can call it. */
  public Set<ProgramType> kinds() {
    return versions.keySet();
  }

  /** The first version of Linux in which a kind of program can call it; the helper's own for one that cannot. */
  public String since(ProgramType kind) {
    return versions.getOrDefault(kind, since);
  }

  /** All of them, by number from 1. */
  public static List<HelperRow> all() {
    return Table.ROWS;
  }

  /** A helper by its number. */
  public static HelperRow of(int number) {
    return Table.ROWS.get(number - 1);
  }

  private static List<HelperRow> read() {
    try (InputStream stream = HelperRow.class.getResourceAsStream("helpers.txt")) {
      if (stream == null) {
        throw new IllegalStateException("helpers.txt is not beside " + HelperRow.class.getName());
      }
      List<HelperRow> rows = new ArrayList<>();
      for (String line :
          new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (!line.isEmpty() && !line.startsWith("#")) {
          rows.add(parse(line.split("\\|", -1)));
        }
      }
      return List.copyOf(rows);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HelperRow parse(String[] cells) {
    String prototype = cells[5];
    int open = prototype.indexOf('(');
    String parameters = prototype.substring(open + 1, prototype.length() - 1);
    return new HelperRow(
        Integer.parseInt(cells[0]),
        cells[1],
        cells[2],
        cells[3].equals("gpl"),
        versions(cells[4], cells[2]),
        prototype.substring(0, open),
        parameters.equals("void")
            ? List.of()
            : Arrays.stream(parameters.split(",", -1)).map(HelperRow::parameter).toList(),
        cells[6].equals("callback") ? "" : cells[6]);
  }

  private static Map<ProgramType, String> versions(String cell, String since) {
    Map<ProgramType, String> versions = new EnumMap<>(ProgramType.class);
    if (!cell.equals("-")) {
      for (String kind : cell.split(",", -1)) {
        String[] parts = kind.split("@", -1);
        versions.put(ProgramType.valueOf(parts[0]), parts.length > 1 ? parts[1] : since);
      }
    }
    return versions;
  }

  private static Parameter parameter(String text) {
    String declaration = text.strip();
    int end = declaration.length();
    while (end > 0
        && (Character.isLetterOrDigit(declaration.charAt(end - 1))
            || declaration.charAt(end - 1) == '_')) {
      end--;
    }
    return new Parameter(declaration.substring(0, end).strip(), declaration.substring(end));
  }
}
