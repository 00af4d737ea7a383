package dev.tawon.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Arrays;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs classes of tests in a guest: the directory for the reports, then the classes. Ends with 1 if one failed. */
final class GuestMain {
  private GuestMain() {}

  public static void main(String[] args) throws Exception {
    Reports reports = new Reports(TestedKernel.current().name());
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(args).skip(1).map(name -> selectClass(name)).toList())
            .build();
    LauncherFactory.create().execute(request, reports);
    reports.write(Path.of(args[0]));
    System.out.flush();
    // Threads that a test left must not keep the guest.
    Runtime.getRuntime().halt(reports.allPassed() ? 0 : 1);
  }
}
