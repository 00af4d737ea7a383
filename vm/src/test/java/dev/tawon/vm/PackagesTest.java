package dev.tawon.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read of apt's answers. */
class PackagesTest {
  @Test
  void shouldChooseTheDebianRepositoryAmongOthers() {
    assertThat(
            Mirror.choose(
                List.of(
                    "Vendor|Vendor|https://packages.example/debian/",
                    "Debian|Debian-Security|http://mirror.example/debian-security/",
                    "Debian Backports|Debian Backports|http://mirror.example/debian/",
                    "Debian|Debian|http://mirror.example/debian/",
                    "Debian|Debian|http://second.example/debian/")))
        .contains("http://mirror.example/debian/");
    assertThat(Mirror.choose(List.of("Ubuntu|Ubuntu|http://mirror.example/ubuntu/", "", "||")))
        .isEmpty();
  }

  @Test
  void shouldFindTheImageThatAMetapackageStandsFor() {
    PackageRecord meta =
        PackageRecord.parse(
            """
            Package: linux-image-cloud-amd64
            Source: linux-signed-amd64 (6.1.176+1)
            Version: 6.1.176-1
            Depends: linux-image-6.1.0-50-cloud-amd64 (= 6.1.176-1), other | linux-image-9
            Description: Linux for cloud

            Package: linux-image-cloud-amd64
            Version: 6.1.1-1
            """,
            "linux-image-cloud-amd64");
    assertThat(meta.version()).isEqualTo("6.1.176-1");
    assertThat(meta.image()).isEqualTo("linux-image-6.1.0-50-cloud-amd64");
    assertThat(meta.parts()).isEmpty();
  }

  @Test
  void shouldFindTheParts() {
    PackageRecord image =
        PackageRecord.parse(
            """
            Package: linux-image-7.2.13+deb14-cloud-amd64
            Version: 7.2.13-1
            Depends: kmod, linux-base (>= 4), linux-base-7.2.13+deb14-cloud-amd64 (= 7.2.13-1),\
             linux-binary-7.2.13+deb14-cloud-amd64 (= 7.2.13-1), linux-modules-7.2.13+deb14-cloud-amd64 (= 7.2.13-1)
            """,
            "linux-image");
    assertThat(image.exact()).isEqualTo("linux-image-7.2.13+deb14-cloud-amd64=7.2.13-1");
    assertThat(image.image()).isEqualTo(image.name());
    assertThat(image.parts())
        .containsExactly(
            "linux-base-7.2.13+deb14-cloud-amd64",
            "linux-binary-7.2.13+deb14-cloud-amd64",
            "linux-modules-7.2.13+deb14-cloud-amd64");
  }

  @Test
  void shouldSayWhenAptKnowsNothing() {
    assertThatThrownBy(() -> PackageRecord.parse("", "linux-image-cloud-amd64"))
        .isInstanceOf(VmException.class)
        .hasMessageContaining("linux-image-cloud-amd64");
  }

  @Test
  void shouldAddUpTheSizesOfWhatIsFetched() {
    assertThat(
            Apt.size(
                "'http://mirror.example/a.deb' a.deb 1000 SHA256:00\n'http://mirror.example/b.deb' b.deb 24 SHA256:00\nnoise\n"))
        .isEqualTo(1024);
  }

  @ParameterizedTest
  @CsvSource({"6.1,6.1", "7.x,7.x", "7.2,7.x", "newest,7.x"})
  void shouldKnowKernelsByName(String name, String kernel) {
    assertThat(KernelVersion.of(name).name()).isEqualTo(kernel);
  }

  @Test
  void shouldNameTheKernelsThereAreWhenThereIsNone() {
    assertThatThrownBy(() -> KernelVersion.of("4.9"))
        .isInstanceOfSatisfying(
            VmException.class, e -> assertThat(e.hint()).contains("5.10", "6.1", "6.12", "7.x"));
  }

  @Test
  void shouldTellVersionsByTheirReleases() {
    assertThat(KernelVersion.of("6.1").includes("6.1.0-50-cloud-amd64")).isTrue();
    assertThat(KernelVersion.of("6.1").includes("6.12.1-cloud-amd64")).isFalse();
    assertThat(KernelVersion.of("7.x").includes("7.2.13+deb14-cloud-amd64")).isTrue();
  }
}
