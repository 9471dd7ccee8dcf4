package parley.client.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.client.files.Folders;
import parley.client.files.PrivateFile;
import parley.protocol.Printable;
import parley.text.ShellWord;

/** Where a person's settings are: {@code $XDG_CONFIG_HOME/parley/chat.toml}. */
public final class ConfigFile {
  /** No more of it is ever read. */
  private static final int MOST_BYTES = 256 * 1024;

  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private ConfigFile() {}

  /** A relative path in the variable is ignored, as the XDG Base Directory Specification has it. */
  public static Path of(Map<String, String> environment) {
    String given = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        given.startsWith("/") ? Path.of(given) : Path.of(Folders.home(environment), ".config");
    return base.resolve("parley").resolve("chat.toml");
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
    boolean open =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            && !Collections.disjoint(Files.getPosixFilePermissions(file), OTHERS);
    return open
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
    boolean kept =
        Files.exists(real) && real.getFileSystem().supportedFileAttributeViews().contains("posix");
    Set<PosixFilePermission> rights = kept ? Files.getPosixFilePermissions(real) : null;
    PrivateFile.replace(real, text.getBytes(StandardCharsets.UTF_8));
    if (rights != null) {
      Files.setPosixFilePermissions(real, rights);
    }
  }
}
