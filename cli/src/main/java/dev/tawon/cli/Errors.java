package dev.tawon.cli;

import dev.tawon.bpf.BpfException;
import dev.tawon.compiler.CompilationException;
import dev.tawon.compiler.Diagnostic;
import dev.tawon.monitor.ConfigException;
import dev.tawon.vm.VmException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place where an exception becomes words for a user, and an exit code. */
final class Errors {
  private final Environment environment;

  Errors(Environment environment) {
    this.environment = environment;
  }

  /** Reports a command line that does not parse. */
  int usage(ParameterException exception) {
    CommandLine command = exception.getCommandLine();
    report(firstLine(message(exception)), suggestion(exception), exception);
    environment
        .err()
        .println(
            "Try '" + command.getCommandSpec().qualifiedName() + " --help' for what it takes.");
    environment.err().flush();
    return ExitCode.USAGE;
  }

  private static String suggestion(ParameterException exception) {
    if (exception instanceof UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        return "did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    return "";
  }

  /** Reports what the JVM could not go on with: no memory, a stack that is too deep, a broken class. */
  int failed(Error error) {
    return failed(new IllegalStateException(error.toString(), error));
  }

  /** Reports a command that failed. */
  int failed(Exception exception) {
    return switch (exception) {
      case Failure failure -> {
        report(message(failure), failure.hint(), failure);
        yield failure.exitCode();
      }
      case ConfigException wrong -> {
        environment.out().flush();
        wrong.problems().forEach(problem -> environment.err().println(visible(problem)));
        environment.err().flush();
        yield ExitCode.USAGE;
      }
      case CompilationException wrong -> {
        environment.out().flush();
        for (Diagnostic diagnostic : wrong.diagnostics()) {
          diagnostic.toString().lines().forEach(line -> environment.err().println(visible(line)));
        }
        int errors = wrong.diagnostics().size();
        environment.err().println(errors == 1 ? "1 error" : errors + " errors");
        environment
            .err()
            .println(
                "'tawon explain "
                    + wrong.diagnostics().getFirst().rule().code()
                    + "' says more of "
                    + (errors == 1 ? "it" : "the first"));
        environment.err().flush();
        yield ExitCode.FAILURE;
      }
      case BpfException refused -> {
        report(firstLine(message(refused)), "'tawon doctor' says what this host can do", refused);
        yield ExitCode.FAILURE;
      }
      case VmException missing -> {
        report(message(missing), missing.hint(), missing);
        yield ExitCode.FAILURE;
      }
      case ParameterException wrong -> usage(wrong);
      case UncheckedIOException io -> failed(Objects.requireNonNull(io.getCause()));
      case IOException io -> {
        if (isBrokenPipe(io)) {
          yield ExitCode.BROKEN_PIPE;
        }
        report(describe(io), "", io);
        yield ExitCode.FAILURE;
      }
      default -> {
        report(
            "internal error: " + firstLine(exception.toString()),
            "this is a bug in Tawon; TAWON_DEBUG=1 shows where",
            exception);
        yield ExitCode.FAILURE;
      }
    };
  }

  private void report(String message, String hint, Exception exception) {
    environment.out().flush();
    environment.err().println("tawon: error: " + visible(message));
    hint.lines().forEach(line -> environment.err().println("  " + visible(line)));
    if (environment.debug()) {
      exception.printStackTrace(environment.err());
    }
    environment.err().flush();
  }

  /** The JDK has no class for {@code EPIPE}; the text is the C library's for the error, in the C locale that it is asked in. */
  static boolean isBrokenPipe(IOException exception) {
    return "Broken pipe".equals(exception.getMessage());
  }

  private static String describe(IOException exception) {
    return switch (exception) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      case FileSystemException file when file.getReason() != null ->
          file.getFile() + ": " + file.getReason();
      default -> firstLine(String.valueOf(exception.getMessage()));
    };
  }

  private static String message(Exception exception) {
    return String.valueOf(exception.getMessage());
  }

  /** A message quotes files and arguments: nothing in them is for the terminal. */
  private static String visible(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
            shown.append("\\u%04x".formatted(c));
          } else {
            shown.appendCodePoint(c);
          }
        });
    return shown.toString();
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
