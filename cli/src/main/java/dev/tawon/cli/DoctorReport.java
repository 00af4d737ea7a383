package dev.tawon.cli;

import java.util.List;

/**
 * What {@code tawon doctor} found.
 *
 * @param sections the questions, by subject
 */
record DoctorReport(List<Section> sections) {

  /**
   * The questions of one subject.
   *
   * @param name the subject; part of the JSON output's contract
   * @param checks the questions
   */
  record Section(String name, List<Check> checks) {
    Section {
      checks = List.copyOf(checks);
    }
  }

  DoctorReport {
    sections = List.copyOf(sections);
  }

  /** Whether everything that the monitor needs is there. */
  boolean ready() {
    return sections.stream().flatMap(section -> section.checks().stream()).noneMatch(Check::blocks);
  }
}
