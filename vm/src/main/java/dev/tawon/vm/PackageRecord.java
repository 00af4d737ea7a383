package dev.tawon.vm;

import java.util.ArrayList;
import java.util.List;

/**
 * A package as {@code apt-cache show} describes it.
 *
 * @param name its name
 * @param version its version
 * @param depends the names of what it depends on, without versions; of alternatives, the first
 */
record PackageRecord(String name, String version, List<String> depends) {
  /** Copies the list. */
  PackageRecord {
    depends = List.copyOf(depends);
  }

  /**
   * Reads a description; of several versions the first, which is the newest.
   *
   * @throws VmException if there is none
   */
  static PackageRecord parse(String text, String wanted) {
    String name = "";
    String version = "";
    List<String> depends = new ArrayList<>();
    for (String line : text.lines().toList()) {
      if (line.isBlank()) {
        break;
      }
      if (line.startsWith("Package: ")) {
        name = line.substring("Package: ".length()).strip();
      } else if (line.startsWith("Version: ")) {
        version = line.substring("Version: ".length()).strip();
      } else if (line.startsWith("Depends: ")) {
        for (String part : line.substring("Depends: ".length()).split(",", -1)) {
          String first = part.split("\\|", -1)[0].strip().split("[ (:]", -1)[0];
          if (!first.isEmpty()) {
            depends.add(first);
          }
        }
      }
    }
    if (name.isEmpty() || version.isEmpty()) {
      throw new VmException("apt says nothing of a package " + wanted, "");
    }
    return new PackageRecord(name, version, depends);
  }

  /** What apt takes for exactly this version. */
  String exact() {
    return name + "=" + version;
  }

  /** The kernel image that a metapackage stands for; itself if it is one. */
  String image() {
    return depends.stream()
        .filter(dependency -> dependency.matches("linux-image-\\d.*"))
        .findFirst()
        .orElse(name);
  }

  /** Where a kernel image's content is: from Linux 7 on, an image's package only points at them. */
  List<String> parts() {
    return depends.stream()
        .filter(dependency -> dependency.matches("linux-(binary|modules|base)-\\d.*"))
        .toList();
  }
}
