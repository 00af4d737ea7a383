package dev.tawon.monitor;

import dev.tawon.monitor.config.ConfigFile;
import dev.tawon.monitor.config.SettingValues;
import dev.tawon.monitor.event.EventKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects settings from flags and a file: a flag wins over the file, and the file over what holds by itself. */
public final class Settings {
  /**
   * A value as text.
   *
   * @param text the text
   * @param place where it was given: {@code --port}, {@code tawon.yaml:3:7}
   */
  public record Value(String text, String place) {}

  private final Map<Setting, List<Value>> values = new EnumMap<>(Setting.class);
  private final List<String> problems = new ArrayList<>();

  /** No settings yet. */
  public Settings() {}

  /**
   * Adds the settings of a YAML file, of those that are not set yet.
   *
   * @return this
   */
  public Settings file(Path file) {
    ConfigFile read = ConfigFile.read(file);
    read.values().forEach(values::putIfAbsent);
    problems.addAll(read.problems());
    return this;
  }

  /**
   * Sets a setting by its flag.
   *
   * @param setting the setting
   * @param texts its values; several only if it {@link Setting#isList takes several}
   * @return this
   */
  public Settings flag(Setting setting, List<String> texts) {
    values.put(setting, texts.stream().map(text -> new Value(text, "--" + setting.key())).toList());
    return this;
  }

  /**
   * The configuration.
   *
   * @throws ConfigException with every value that is wrong
   */
  public MonitorConfig config() {
    MonitorConfig defaults = MonitorConfig.defaults();
    Scope scope = one(Setting.SCOPE, SettingValues::scope, defaults.scope());
    @Nullable Duration duration =
        values.containsKey(Setting.DURATION)
            ? one(Setting.DURATION, SettingValues::duration, Duration.ofSeconds(1))
            : null;
    Set<EventKind> probes = set(Setting.PROBE, SettingValues::probe, defaults.probes());
    SensitivePaths sensitive = sensitive(defaults.sensitive());
    Set<Integer> ports = set(Setting.PORT, SettingValues::port, defaults.ports());
    OutputFormat output = one(Setting.OUTPUT, SettingValues::output, defaults.output());
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new MonitorConfig(scope, duration, probes, sensitive, ports, output);
  }

  private <T> T one(Setting setting, Function<String, T> parse, T otherwise) {
    T result = otherwise;
    for (Value value : values.getOrDefault(setting, List.of())) {
      result = parsed(value, parse, otherwise);
    }
    return result;
  }

  /** Several values, each of which may be several with commas. */
  private <T> Set<T> set(Setting setting, Function<String, T> parse, Set<T> otherwise) {
    List<Value> given = values.get(setting);
    if (given == null) {
      return otherwise;
    }
    Set<T> result = new HashSet<>();
    for (Value value : given) {
      for (String text : value.text().split(",", -1)) {
        T parsed = parsed(new Value(text.strip(), value.place()), each -> parse.apply(each), null);
        if (parsed != null) {
          result.add(parsed);
        }
      }
    }
    return result;
  }

  private SensitivePaths sensitive(SensitivePaths otherwise) {
    List<Value> given = values.get(Setting.SENSITIVE);
    if (given == null) {
      return otherwise;
    }
    List<String> rules = new ArrayList<>();
    for (Value value : given) {
      rules.addAll(parsed(value, SettingValues::sensitive, List.<String>of()));
    }
    return SensitivePaths.of(rules);
  }

  private <T extends @Nullable Object> T parsed(
      Value value, Function<String, ? extends T> parse, T otherwise) {
    try {
      return parse.apply(value.text());
    } catch (IllegalArgumentException e) {
      problems.add(value.place() + ": error: " + e.getMessage());
      return otherwise;
    }
  }
}
