package dev.tawon.vm;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The host's ends of a guest's serial ports: sockets that QEMU connects to when it starts, before the guest does. */
final class Channels implements Closeable {
  /** What fits in {@code sun_path} of {@code struct sockaddr_un}. */
  private static final int MAX_PATH = 107;

  /** Reads what comes from a port, to its end. */
  @FunctionalInterface
  interface Reader {
    void read(InputStream in) throws IOException;
  }

  private final Path directory;
  private final boolean own;
  private final Runnable onFailure;
  private final List<Path> paths = new ArrayList<>();
  private final List<ServerSocketChannel> servers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Channels(Path directory, boolean own, Runnable onFailure) {
    this.directory = directory;
    this.own = own;
    this.onFailure = onFailure;
  }

  /**
   * Makes the ends.
   *
   * @param onFailure called when a reader fails: what it does not take, the guest would wait with for ever
   */
  static Channels open(Path work, int count, Runnable onFailure) throws IOException {
    boolean fits = work.resolve("port9").toString().length() <= MAX_PATH;
    Channels channels =
        new Channels(fits ? work : Files.createTempDirectory("tawon-"), !fits, onFailure);
    try {
      for (int i = 0; i < count; i++) {
        Path path = channels.directory.resolve("port" + i);
        Files.deleteIfExists(path);
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channels.servers.add(server);
        channels.paths.add(path);
        server.bind(UnixDomainSocketAddress.of(path));
      }
      return channels;
    } catch (IOException e) {
      channels.close();
      throw e;
    }
  }

  List<Path> paths() {
    return List.copyOf(paths);
  }

  /** Reads from a port on a thread of its own. */
  void serve(int index, Reader reader) {
    ServerSocketChannel server = servers.get(index);
    threads.add(
        Thread.ofVirtual()
            .start(() -> {
              try (SocketChannel channel = server.accept();
                  InputStream in = java.nio.channels.Channels.newInputStream(channel)) {
                reader.read(in);
              } catch (ClosedChannelException _) {
                // QEMU has ended before it connected.
              } catch (IOException | RuntimeException e) {
                failures.add(e);
                onFailure.run();
              }
            }));
  }

  /**
   * When QEMU has ended: waits until all that it sent is read.
   *
   * @throws IOException what went wrong in a reader
   */
  void finish() throws IOException, InterruptedException {
    closeServers(); // an end that QEMU never connected to is not waited for
    for (Thread thread : threads) {
      thread.join();
    }
    Throwable failure = failures.poll();
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private void closeServers() {
    for (ServerSocketChannel server : servers) {
      closeQuietly(server);
    }
  }

  private static void closeQuietly(@Nullable Closeable resource) {
    if (resource != null) {
      try {
        resource.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    closeServers();
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
    if (own) {
      Files.deleteIfExists(directory);
    }
  }
}
