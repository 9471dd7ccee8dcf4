package parley.client.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import parley.client.files.Platform;
import parley.client.files.PrivateFile;
import parley.client.files.Rights;
import parley.protocol.Printable;
import parley.text.ShellWord;

/** A person's settings: {@code $XDG_CONFIG_HOME/parley/chat.toml}, and what stands there. */
public final class ConfigFile {
  /** No more of it is ever read. */
  private static final int MOST_BYTES = 256 * 1024;

  private ConfigFile() {}

  public static Path of(Map<String, String> environment) {
    return Platform.of(environment).config().resolve("chat.toml");
  }

  /** What is set there. A file that can't be read is a fault, and none is none. */
  public static ChatConfig read(Path file) {
    if (!Files.exists(file) || PrivateFile.isDevice(file)) {
      return ChatConfig.none(file);
    }
    try {
      return ConfigReader.read(file, text(file), openToOthers(file));
    } catch (IOException e) {
      return new ChatConfig(
          file, true, Map.of(), Map.of(), Set.of(), false, List.of(new Fault(0, sentence(e))), "");
    }
  }

  private static String sentence(IOException e) {
    return e instanceof Unreadable
        ? e.getMessage()
        : "It can't be read: " + Printable.line(String.valueOf(e.getMessage())) + ".";
  }

  /** What is in the file is no text to read. */
  private static final class Unreadable extends IOException {
    private static final long serialVersionUID = 1;

    Unreadable(String sentence) {
      super(sentence);
    }
  }

  static String text(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new Unreadable(
          "It is "
              + (Files.isDirectory(file) ? "a folder" : "a pipe or a device")
              + ", and should be a file.");
    }
    if (Files.size(file) > MOST_BYTES) {
      throw new Unreadable("It is larger than 256 KiB, which no settings are.");
    }
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("It is no text in UTF-8.");
    }
  }

  private static String openToOthers(Path file) throws IOException {
    return Rights.any(file, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE)
        ? Printable.line(
            "Others on this machine can change %s: chmod go-w %s"
                .formatted(file, ShellWord.of(file.toString())))
        : "";
  }

  /**
   * Sets something in the file, or sets it no more, and leaves all else in it as it is; makes the
   * file where there is none. A reader sees the old one or the new, never half; a link stays one.
   *
   * @param items null to set it no more
   * @return what is set then
   * @throws IOException with a sentence, where nothing was written
   */
  public static ChatConfig set(Path file, Setting<?> setting, List<String> items)
      throws IOException {
    String before = Files.exists(file) ? text(file) : "";
    TomlFile toml = TomlReader.read(before);
    if (!toml.faults().isEmpty()) {
      throw new IOException(
          "Not written, because the file can't be read whole: "
              + toml.faults().getFirst().at(file.toString()));
    }
    String now =
        items == null
            ? ConfigText.without(toml, setting)
            : ConfigText.with(toml, setting, setting.kind().toml(items));
    Set<String> known = sentences(file, before);
    for (String sentence : sentences(file, now)) {
      if (!known.contains(sentence)) {
        throw new IOException("Not set: " + sentence);
      }
    }
    if (!now.equals(before)) {
      try {
        write(file, now);
      } catch (IOException e) {
        throw new IOException(
            "Not set: %s can't be written: %s.".formatted(file, e.getMessage()), e);
      }
    }
    return read(file);
  }

  /** What is wrong with a text, wherever in it. */
  private static Set<String> sentences(Path file, String text) {
    Set<String> sentences = new LinkedHashSet<>();
    for (Fault fault : ConfigReader.read(file, text, "").faults()) {
      sentences.add(fault.sentence());
    }
    return sentences;
  }

  /** Writes a whole file, where no file is yet. */
  public static void create(Path file, String text) throws IOException {
    write(file, text);
  }

  private static void write(Path file, String text) throws IOException {
    Path real = file;
    for (int links = 0; Files.isSymbolicLink(real) && links < 40; links++) {
      real = real.resolveSibling(Files.readSymbolicLink(real));
    }
    Optional<Set<PosixFilePermission>> rights =
        Files.exists(real) ? Rights.read(real) : Optional.empty();
    PrivateFile.replace(real, text.getBytes(StandardCharsets.UTF_8));
    if (rights.isPresent()) {
      Rights.set(real, rights.get());
    }
  }
}
