package parley.client.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import parley.protocol.Printable;

/**
 * Where the client keeps its files: {@code $XDG_STATE_HOME/parley}, or what the {@link Platform}
 * has for that.
 */
public record Folders(Path state) {

  public static Folders of(Map<String, String> environment) {
    return new Folders(Platform.of(environment).state());
  }

  /**
   * A sentence where nothing can be kept there, and so what is not; empty where it can. The folder
   * is made where it is missing.
   */
  public Optional<String> uselessness() {
    try {
      PrivateFile.makeFolder(state);
      Path trial = Files.createTempFile(state, ".trial", "");
      Files.delete(trial);
      return Optional.empty();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.of(
          "%s can't be written to: the server's fingerprint, your place and the lines you type are not kept. Set XDG_STATE_HOME to a folder of yours."
              .formatted(Printable.line(state.toString())));
    }
  }

  /** The fingerprints of the servers that were met. */
  public Path knownHosts() {
    return state.resolve("known-hosts");
  }

  /** The lines typed. */
  public Path history() {
    return state.resolve("history");
  }

  /** The place kept at one server under one name. */
  public Path place(String server, String foldedName) {
    return state.resolve("places").resolve(fileName(server + "-" + foldedName) + ".json");
  }

  /**
   * Letters, digits, dots and hyphens stay; all else becomes its number, so that none are equal.
   */
  private static String fileName(String text) {
    StringBuilder name = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '.');
              if (plain) {
                name.appendCodePoint(c);
              } else {
                name.append('_').append(Integer.toHexString(c)).append('_');
              }
            });
    return name.toString();
  }
}
