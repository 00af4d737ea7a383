import org.jspecify.annotations.NullMarked;

/** The runtime-security monitor. */
@NullMarked
module dev.tawon.monitor {
  requires static transitive org.jspecify;
  requires transitive dev.tawon.bpf;
  requires org.snakeyaml.engine;

  exports dev.tawon.monitor;
  exports dev.tawon.monitor.event;

  opens dev.tawon.monitor.probe to
      dev.tawon.compiler,
      dev.tawon.bpf;
}
