package parley.server.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/** A settings file, read into dotted names and the text of their values. */
final class TomlFile {
  private static final TomlMapper TOML = new TomlMapper();
  private static final Pattern TABLE = Pattern.compile("\\s*\\[([^\\[\\]]+)].*");
  private static final Pattern ENTRY = Pattern.compile("\\s*([A-Za-z0-9_.\"' -]+?)\\s*=.*");

  private final Path path;
  private final Map<String, Integer> lines;
  private final Map<String, String> entries = new LinkedHashMap<>();

  private TomlFile(Path path, String text) throws StartupException {
    this.path = path;
    this.lines = lines(text);
    try {
      collect("", TOML.readTree(text));
    } catch (JacksonException e) {
      TokenStreamLocation where = e.getLocation();
      throw new StartupException(
          "%s%s: this is not TOML: %s."
              .formatted(
                  path,
                  where == null ? "" : ":" + where.getLineNr(),
                  e.getOriginalMessage().lines().findFirst().orElse("unreadable")),
          e);
    }
  }

  static TomlFile read(Path path) throws StartupException {
    try {
      return new TomlFile(path, Files.readString(path));
    } catch (CharacterCodingException e) {
      throw new StartupException("%s: the file is not UTF-8 text.".formatted(path), e);
    } catch (IOException e) {
      throw new StartupException(
          "The settings file %s can't be read: %s.".formatted(path, StartupException.reason(e)), e);
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
    for (String line : text.lines().toList()) {
      number++;
      Matcher table = TABLE.matcher(line);
      Matcher entry = ENTRY.matcher(line);
      if (table.matches()) {
        String name = plain(table.group(1));
        lines.putIfAbsent(name, number);
        prefix = name + ".";
      } else if (entry.matches()) {
        lines.putIfAbsent(prefix + plain(entry.group(1)), number);
      }
    }
    return lines;
  }

  private static String plain(String name) {
    return name.replaceAll("[\"'\\s]", "");
  }
}
