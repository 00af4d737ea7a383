package dev.tawon.cli;

import dev.tawon.compiler.Rule;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code tawon explain}: what an error of the compiler means. */
@Command(
    name = "explain",
    description = {
      "Says what an error of the compiler means.",
      "",
      "An error ends with its code in brackets, such as [unbounded-loop]. The page of the code says why programs are refused for"
          + " it, and has an example and what to write instead. Without a code, all of them are listed."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the page is written", "2:there is no such code"},
    footer = {"", "Examples:", "  tawon explain unbounded-loop", "  tawon explain"})
final class ExplainCommand implements Callable<Integer> {
  private final Environment environment;

  @Parameters(paramLabel = "CODE", arity = "0..1", description = "The code of an error.")
  private @Nullable String code;

  ExplainCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    if (code == null) {
      for (Rule rule : Rule.values()) {
        environment.out().printf("%-22s %s%n", rule.code(), rule.summary());
      }
    } else {
      String name = code.replaceAll("[\\[\\]]", "");
      Rule rule =
          Rule.of(name)
              .orElseThrow(
                  () -> new Failure("there is no code " + name, hint(name), ExitCode.USAGE));
      environment.out().print(rule.page());
    }
    environment.out().flush();
    return ExitCode.OK;
  }

  private static String hint(String name) {
    String close =
        String.join(
            " or ",
            Arrays.stream(Rule.values())
                .map(Rule::code)
                .filter(each -> each.contains(name) || name.contains(each))
                .toList());
    return close.isEmpty() || name.isEmpty()
        ? "'tawon explain' lists them"
        : "did you mean " + close + "?";
  }
}
