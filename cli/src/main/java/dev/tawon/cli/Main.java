package dev.tawon.cli;

/** The entry point. */
final class Main {
  private Main() {}

  public static void main(String[] args) {
    Environment environment = Environment.current();
    int exitCode = Tawon.commandLine(environment).execute(args);
    environment.out().flush();
    environment.err().flush();
    System.exit(exitCode);
  }
}
