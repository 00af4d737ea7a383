import org.jspecify.annotations.NullMarked;

/** The {@code tawon} command. */
@NullMarked
module dev.tawon.cli {
  requires static transitive org.jspecify;
  requires dev.tawon.monitor;
  requires dev.tawon.sandbox;
  requires info.picocli;
  requires tools.jackson.core;

  opens dev.tawon.cli to
      info.picocli;
}
