package dev.tawon.bpf;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** The links of a module's attached programs, by name. For one thread at a time. */
final class ProgramLinks {
  private final BpfObject object;
  private final LinkedHashMap<String, Link> links = new LinkedHashMap<>();

  ProgramLinks(BpfObject object) {
    this.object = object;
  }

  /** Attaches every program that is not attached; all or none of them. */
  void attachAll() {
    List<String> attached = new ArrayList<>();
    try {
      for (LoadedProgram program : object.programs()) {
        if (attach(program.name())) {
          attached.add(program.name());
        }
      }
    } catch (RuntimeException e) {
      attached.reversed().forEach(this::detach);
      throw e;
    }
  }

  /** Attaches a program; returns whether it was not attached before. */
  boolean attach(String program) {
    if (links.containsKey(program)) {
      return false;
    }
    links.put(program, object.program(program).attach());
    return true;
  }

  /** Attaches a program that is not attached to a target. */
  Link attach(String program, AttachTarget target) {
    if (links.containsKey(program)) {
      throw new IllegalStateException("program " + program + " is attached already");
    }
    Link link = object.program(program).attach(target);
    links.put(program, link);
    return link;
  }

  /** The output of an iterator, which stays attached. */
  byte[] iterate(String program) {
    attach(program);
    if (links.get(program) instanceof TracingLink link) {
      return link.read();
    }
    throw noIterator(program);
  }

  /** The output of an iterator that is attached for this alone. */
  byte[] iterate(String program, AttachTarget part) {
    try (Link link = object.program(program).attach(part)) {
      if (link instanceof TracingLink iterator) {
        return iterator.read();
      }
    }
    throw noIterator(program);
  }

  private static BpfException noIterator(String program) {
    return new BpfException("program " + program + " is no iterator");
  }

  private void detach(String program) {
    Link link = links.remove(program);
    if (link != null) {
      link.close();
    }
  }

  /** Detaches every program, the one that was attached last first. */
  void detachAll() {
    links.sequencedValues().reversed().forEach(Link::close);
    links.clear();
  }
}
