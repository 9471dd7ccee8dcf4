package parley.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import parley.protocol.ByteOrderMark;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A settings file, read into dotted names and the text of their values. */
final class TomlFile {
  private static final TomlMapper TOML = new TomlMapper();

  private final Path path;
  private final Map<String, Integer> lines;
  private final Map<String, String> entries = new LinkedHashMap<>();

  private TomlFile(Path path, String text, SettingFaults faults) throws UserError {
    this.path = path;
    this.lines = lines(text);
    try {
      collect("", TOML.readTree(text));
    } catch (JacksonException e) {
      TokenStreamLocation where = e.getLocation();
      UserError fault =
          new UserError(
              "%s%s: this is not TOML: %s."
                  .formatted(
                      path,
                      where == null ? "" : ":" + where.getLineNr(),
                      e.getOriginalMessage().lines().findFirst().orElse("unreadable")),
              e);
      if (faults.all()) {
        throw fault;
      }
      entries.clear();
      collectLines(text, faults, fault);
      faults.passedOver().accept(fault.getMessage());
    }
  }

  /** What can be read of a file that as a whole can't, line by line. */
  private void collectLines(String text, SettingFaults faults, UserError fault) throws UserError {
    String section = "";
    boolean known = true;
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        int close = line.indexOf(']');
        known = close > 0 && read(line).isPresent();
        section = known ? plain(line.substring(1, close)) : "";
      } else if (equals > 0 && !line.startsWith("#")) {
        String word = plain(line.substring(0, equals));
        Optional<JsonNode> read = read(line);
        if (known && read.isPresent()) {
          collect(section, read.get());
        } else if (!known && faults.mayNeed(word)) {
          throw fault;
        } else if (known) {
          faults.named(section.isEmpty() ? word : section + "." + word, fault);
        }
      }
    }
  }

  private static Optional<JsonNode> read(String line) {
    try {
      return Optional.of(TOML.readTree(line));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  /**
   * @param faults what is to be done where it is no TOML; what can be read of it is there then
   */
  static TomlFile read(Path path, SettingFaults faults) throws UserError {
    try {
      return new TomlFile(path, ByteOrderMark.without(Files.readString(path)), faults);
    } catch (CharacterCodingException e) {
      throw new UserError("%s: the file is not UTF-8 text.".formatted(path), e);
    } catch (IOException e) {
      throw new UserError(
          "The settings file %s can't be read: %s.".formatted(path, UserError.reason(e)), e);
    }
  }

  /** Values by dotted name, in the order of the file. */
  Map<String, String> entries() {
    return entries;
  }

  /** The file, and the line where it is known. */
  Origin origin(String name) {
    Integer line = lines.get(name);
    return new Origin(Origin.Source.FILE, line == null ? path.toString() : path + ":" + line);
  }

  private void collect(String name, JsonNode node) {
    if (node.isObject() && (name.isEmpty() || !node.isEmpty() || isSection(name))) {
      String prefix = name.isEmpty() ? "" : name + ".";
      node.properties().forEach(entry -> collect(prefix + entry.getKey(), entry.getValue()));
    } else if (node.isArray() && node.valueStream().noneMatch(JsonNode::isContainer)) {
      entries.put(
          name, node.valueStream().map(JsonNode::asString).collect(Collectors.joining(",")));
    } else {
      entries.put(name, node.isContainer() ? node.toString() : node.asString());
    }
  }

  private static boolean isSection(String name) {
    return Keys.ALL.stream().anyMatch(key -> key.section().equals(name));
  }

  /** The line on which each name first stands; the parser does not keep it. */
  private static Map<String, Integer> lines(String text) {
    Map<String, Integer> lines = new HashMap<>();
    String prefix = "";
    int number = 0;
    for (String line : text.lines().map(String::strip).toList()) {
      number++;
      int close = line.indexOf(']');
      int equals = line.indexOf('=');
      if (line.startsWith("[") && close > 0) {
        String name = plain(line.substring(1, close));
        lines.putIfAbsent(name, number);
        prefix = name + ".";
      } else if (equals > 0) {
        lines.putIfAbsent(prefix + plain(line.substring(0, equals)), number);
      }
    }
    return lines;
  }

  /** A name without the quotation marks and the blanks that may be around its parts. */
  private static String plain(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    name.chars()
        .filter(c -> c != '"' && c != '\'' && !Character.isWhitespace(c))
        .forEach(c -> plain.append((char) c));
    return plain.toString();
  }
}
