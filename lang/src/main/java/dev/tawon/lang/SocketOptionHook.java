package dev.tawon.lang;

/** When a {@link CgroupSockopt} program runs. */
public enum SocketOptionHook {
  /** After the kernel answered {@code getsockopt(2)}. */
  GET,
  /** Before the kernel sees {@code setsockopt(2)}. */
  SET
}
