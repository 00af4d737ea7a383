package dev.tawon.vm;

/** Told how far something is that takes a while. Called from one thread at a time. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (_, _, _) -> {};

  /**
   * How far it is.
   *
   * @param what what is done, as "fetching linux-image-6.1.0-35-cloud-amd64"
   * @param done how many bytes are done
   * @param total of how many; 0 if that is not known
   */
  void update(String what, long done, long total);
}
