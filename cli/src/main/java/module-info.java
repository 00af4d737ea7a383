import org.jspecify.annotations.NullMarked;

/** The {@code tawon} command. */
@NullMarked
module dev.tawon.cli {
  requires static transitive org.jspecify;
  requires dev.tawon.monitor;
  requires dev.tawon.sandbox;
  requires dev.tawon.vm;
  requires info.picocli;
  requires jdk.unsupported; // sun.misc.Signal
  requires tools.jackson.core;

  opens dev.tawon.cli to
      info.picocli;
}
