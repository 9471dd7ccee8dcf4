package parley.client.scripts;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parley.client.config.ChatConfig;
import parley.client.config.ConfigFile;
import parley.client.config.Profile;
import parley.client.files.Folders;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;

/**
 * Words that a shell completes, from this user's own files and at once: servers that chat.toml
 * names or that were met, and rooms that are named there or were typed. Nobody is asked.
 */
final class KnownWords {
  /** More lines of what was typed are not looked at. */
  private static final int TYPED = 2_000;

  private static final int MOST = 500;

  private static final String PORT = ":7443";

  private static final Pattern JOINED =
      Pattern.compile("(?:\\d+:)?\\s*/(?:join|j|room)\\s+(?!@|\\d+\\s*$)#?(\\S{1,64})\\s*");

  private KnownWords() {}

  /** Of a kind, as the scripts for shells name it. */
  static List<String> of(String kind) {
    Map<String, String> environment = System.getenv();
    Folders folders = Folders.of(environment);
    ChatConfig config = ConfigFile.read(ConfigFile.of(environment));
    Set<String> words = new TreeSet<>();
    switch (kind) {
      case "hosts" -> {
        words.addAll(config.profiles().keySet());
        words.add("localhost");
        lines(folders.knownHosts()).map(line -> line.strip().split("\\s+")[0]).forEach(words::add);
        List<String> plain =
            words.stream().filter(w -> w.endsWith(PORT)).map(KnownWords::host).toList();
        words.removeIf(w -> w.endsWith(PORT));
        words.addAll(plain);
      }
      case "rooms" -> {
        words.add("lobby");
        config.profiles().values().stream().map(Profile::rooms).forEach(words::addAll);
        lines(folders.history())
            .map(JOINED::matcher)
            .filter(Matcher::matches)
            .map(m -> m.group(1))
            .forEach(words::add);
        words.removeIf(word -> !isName(word));
      }
      default -> {}
    }
    // What a shell would do something with is no word of any file here.
    return words.stream()
        .filter(word -> word.matches("[\\p{L}\\p{M}\\p{N}._:@\\[\\]#-]+"))
        .limit(MOST)
        .toList();
  }

  private static String host(String place) {
    return place.substring(0, place.length() - PORT.length());
  }

  private static boolean isName(String word) {
    try {
      Names.room(word);
      return true;
    } catch (InvalidRequest e) {
      return false;
    }
  }

  /** The last ones; none of a file that can't be read. */
  private static Stream<String> lines(Path file) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // What could be read counts.
    }
    return lines.subList(Math.max(0, lines.size() - TYPED), lines.size()).stream()
        .filter(line -> !line.isBlank());
  }
}
