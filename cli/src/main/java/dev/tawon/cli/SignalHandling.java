package dev.tawon.cli;

import java.lang.reflect.Proxy;

/**
 * What to do on a signal, instead of ending the JVM.
 *
 * <p>The JDK's class for it, {@code sun.misc.Signal} of the module {@code jdk.unsupported}, is a critical internal API (JEP
 * 260) that stays until there is another; it is used by name, because javac warns of each mention and takes no suppression.
 * A shutdown hook would not do: it cannot tell the signals apart.
 */
final class SignalHandling {
  private SignalHandling() {}

  /**
   * Runs an action each time a signal arrives, on a thread of its own. A signal that was ignored when the JVM started, as
   * {@code nohup} and background jobs have it, stays ignored.
   *
   * @param name the signal without {@code SIG}: {@code INT}, {@code TERM}, {@code HUP}
   */
  static void handle(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              SignalHandling.class.getClassLoader(),
              new Class<?>[] {handler},
              (_, method, _) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("signals cannot be handled on this JVM", e);
    }
  }
}
