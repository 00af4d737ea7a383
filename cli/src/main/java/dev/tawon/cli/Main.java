package dev.tawon.cli;

/** The entry point. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Environment environment = Environment.current();
    int exitCode;
    try {
      exitCode = Tawon.commandLineFor(environment, args).execute(args);
    } catch (Error e) {
      exitCode = new Errors(environment).failed(e);
    }
    environment.out().flush();
    environment.err().flush();
    System.exit(exitCode);
  }
}
