package dev.tawon.monitor.config;

import dev.tawon.monitor.ConfigException;
import dev.tawon.monitor.Setting;
import dev.tawon.monitor.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A YAML file of settings: a mapping from the flags' names to a value, or to a list of them. */
public final class ConfigFile {
  private static final int LARGEST = 1 << 20;

  /** A list in a mapping is all there is to nest; the composer recurses, so that much more would end its stack. */
  private static final int DEEPEST = 64;

  private final String name;
  private final Map<Setting, List<Settings.Value>> values = new EnumMap<>(Setting.class);
  private final List<String> problems = new ArrayList<>();

  private ConfigFile(String name) {
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read, or is not YAML
   */
  public static ConfigFile read(Path file) {
    ConfigFile config = new ConfigFile(file.toString());
    config.parse(text(file));
    return config;
  }

  private static String text(Path file) {
    byte[] bytes;
    // The size that a file says it has is none for pipes and devices.
    try (InputStream stream = Files.newInputStream(file)) {
      bytes = stream.readNBytes(LARGEST + 1);
    } catch (NoSuchFileException _) {
      throw new ConfigException(List.of(file + ": error: there is no such file"));
    } catch (AccessDeniedException _) {
      throw new ConfigException(List.of(file + ": error: cannot be read: permission denied"));
    } catch (IOException e) {
      throw new ConfigException(List.of(file + ": error: cannot be read: " + e.getMessage()));
    }
    if (bytes.length > LARGEST) {
      throw new ConfigException(List.of(file + ": error: larger than a megabyte"));
    }
    return decoded(file, bytes);
  }

  private static String decoded(Path file, byte[] bytes) {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
    text.flip();
    if (result.isError()) {
      throw new ConfigException(
          List.of(endOf(file.toString(), text) + ": error: not text in UTF-8"));
    }
    return text.toString();
  }

  /** The place that is right after a text. */
  private static String endOf(String name, CharSequence text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      column += Character.isLowSurrogate(text.charAt(i)) ? 0 : 1;
      if (text.charAt(i) == '\n') {
        line++;
        column = 1;
      }
    }
    return name + ":" + line + ":" + column;
  }

  private void parse(String text) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(name).setAllowNonScalarKeys(true).build();
    Optional<Node> root;
    try {
      checkDepth(settings, text);
      root =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
              .getSingleNode();
    } catch (MarkedYamlEngineException e) {
      throw new ConfigException(List.of(place(e.getProblemMark()) + ": error: " + e.getProblem()));
    } catch (ReaderException e) {
      int offset = text.offsetByCodePoints(0, Math.min(e.getPosition(), text.length()));
      throw new ConfigException(
          List.of(
              "%s: error: the character U+%04X may not stand in a YAML file"
                  .formatted(endOf(name, text.substring(0, offset)), e.getCodePoint())));
    } catch (YamlEngineException e) {
      throw new ConfigException(List.of(name + ": error: " + e.getMessage()));
    }
    root.ifPresent(this::readRoot);
  }

  private void checkDepth(LoadSettings settings, String text) {
    ParserImpl events = new ParserImpl(settings, new StreamReader(settings, text));
    int depth = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event instanceof CollectionStartEvent && ++depth > DEEPEST) {
        throw new ConfigException(
            List.of(place(event.getStartMark()) + ": error: nested too deeply"));
      } else if (event instanceof CollectionEndEvent) {
        depth--;
      }
    }
  }

  private void readRoot(Node root) {
    if (root instanceof ScalarNode scalar && scalar.getTag().equals(Tag.NULL)) {
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      problem(root, "the file is a mapping from settings to values");
      return;
    }
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problem(entry.getKeyNode(), "a key is a setting's name");
        continue;
      }
      Optional<Setting> setting =
          Setting.ALL.stream().filter(each -> each.key().equals(key.getValue())).findFirst();
      if (setting.isEmpty()) {
        problem(key, "unknown key \"" + key.getValue() + "\"" + suggestion(key.getValue()));
      } else if (values.containsKey(setting.get())) {
        problem(key, "key \"" + key.getValue() + "\" is given twice");
      } else {
        values.put(setting.get(), readValues(setting.get(), entry.getValueNode()));
      }
    }
  }

  private List<Settings.Value> readValues(Setting setting, Node node) {
    List<Settings.Value> read = new ArrayList<>();
    switch (node) {
      case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) ->
          problem(node, setting.key() + " has no value");
      case ScalarNode scalar -> read.add(new Settings.Value(scalar.getValue(), place(node)));
      case SequenceNode sequence when setting.isList() -> {
        if (sequence.getValue().isEmpty() && setting == Setting.PROBE) {
          problem(node, "probe names no kind of event, so that nothing would be shown");
        }
        for (Node element : sequence.getValue()) {
          if (element instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
            read.add(new Settings.Value(scalar.getValue(), place(element)));
          } else {
            problem(element, "an element of " + setting.key() + " is a single value");
          }
        }
      }
      default ->
          problem(
              node,
              setting.key()
                  + (setting.isList() ? " is a value or a list of them" : " is a single value"));
    }
    return read;
  }

  private static String suggestion(String key) {
    return Setting.ALL.stream()
        .map(Setting::key)
        .filter(known -> distance(known, key) <= 2)
        .findFirst()
        .map(known -> "; did you mean \"" + known + "\"?")
        .orElseGet(() ->
            "; there are " + String.join(", ", Setting.ALL.stream().map(Setting::key).toList()));
  }

  /** How many letters one must add, drop or change to make one word of another (V. Levenshtein). */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }

  private void problem(Node node, String message) {
    problems.add(place(node) + ": error: " + message);
  }

  private String place(Node node) {
    return place(node.getStartMark());
  }

  private String place(Optional<Mark> mark) {
    return mark.map(at -> name + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
        .orElse(name);
  }

  /** The settings, each value with its place. */
  public Map<Setting, List<Settings.Value>> values() {
    return values;
  }

  /** What is wrong with the file. */
  public List<String> problems() {
    return problems;
  }
}
