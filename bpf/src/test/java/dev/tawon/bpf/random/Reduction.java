package dev.tawon.bpf.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a program smaller for as long as it stays one that somebody wants to look at. */
final class Reduction {
  private static final int MAX_TRIALS = 3_000;

  /** Expressions within an expression that are tried in its place. */
  private static final int MAX_PARTS = 6;

  private final Predicate<Tree> wanted;
  private int trials;

  private Reduction(Predicate<Tree> wanted) {
    this.wanted = wanted;
  }

  /**
   * A smaller program.
   *
   * @param wanted whether a program is still of interest; false for what is no Java
   */
  static Tree of(Tree program, Predicate<Tree> wanted) {
    return new Reduction(wanted).reduce(program);
  }

  private Tree reduce(Tree program) {
    Tree current = program;
    while (trials < MAX_TRIALS) {
      Tree smaller = pass(current);
      if (smaller == current) {
        return current;
      }
      current = smaller;
    }
    return current;
  }

  /** Tries to replace each piece once, outer ones first. */
  private Tree pass(Tree program) {
    Tree current = program;
    int at = 0;
    while (trials < MAX_TRIALS) {
      List<Tree> pieces = new ArrayList<>();
      current.walk(tree -> {
        if (tree.role() != Tree.Role.TEXT) {
          pieces.add(tree);
        }
      });
      if (at >= pieces.size()) {
        return current;
      }
      Tree piece = pieces.get(at);
      Tree better = current;
      for (Tree candidate : candidates(piece)) {
        Tree changed = current.replace(piece, candidate);
        trials++;
        if (wanted.test(changed)) {
          better = changed;
          break;
        }
      }
      if (better == current) {
        at++;
      }
      current = better;
    }
    return current;
  }

  private static List<Tree> candidates(Tree piece) {
    List<Tree> candidates = new ArrayList<>();
    String text = piece.toString();
    if (piece.role() == Tree.Role.STATEMENT) {
      candidates.add(Tree.text(""));
      for (Object part : piece.parts()) {
        if (part instanceof Tree block && block.role() == Tree.Role.TEXT && block != piece) {
          candidates.add(block);
        }
      }
      return candidates;
    }
    List<Tree> parts = new ArrayList<>();
    piece.walk(tree -> {
      if (tree != piece && tree.type().equals(piece.type()) && parts.size() < MAX_PARTS) {
        parts.add(tree);
      }
    });
    List<String> literals =
        piece.type().equals("boolean") ? List.of("true", "false") : List.of("0", "1");
    for (String literal : literals) {
      if (literal.equals(text)) {
        return List.of();
      }
      candidates.add(new Tree(Tree.Role.EXPRESSION, piece.type(), List.of(literal)));
    }
    candidates.addAll(parts);
    return candidates;
  }
}
