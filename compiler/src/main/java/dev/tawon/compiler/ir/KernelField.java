package dev.tawon.compiler.ir;

import java.util.ArrayList;
import java.util.List;

/**
 * A member of a kernel structure, perhaps of one embedded in it.
 *
 * @param root the {@link dev.tawon.lang.KernelType} class where the way begins
 * @param path the indices of the members on the way, each in its own class's {@link KernelStruct#fields()}, and of elements
 *     behind those that are arrays
 * @param text the way as Java writes it, {@code TaskStruct.signal.flags}
 */
public record KernelField(KernelStruct root, List<Integer> path, String text) {
  /** Copies the list. */
  public KernelField {
    path = List.copyOf(path);
  }

  /** This way and then another, which begins where this one ends. */
  public KernelField then(KernelField next) {
    List<Integer> all = new ArrayList<>(path);
    all.addAll(next.path);
    String tail = next.text.substring(next.text.indexOf('.'));
    return new KernelField(root, all, text + tail);
  }

  /** The way to an element of the array that this one leads to. */
  public KernelField element(int index) {
    List<Integer> all = new ArrayList<>(path);
    all.add(index);
    return new KernelField(root, all, text + "[" + index + "]");
  }

  /** The way as a CO-RE access string. */
  public String access() {
    StringBuilder access = new StringBuilder("0");
    path.forEach(index -> access.append(':').append(index));
    return access.toString();
  }
}
