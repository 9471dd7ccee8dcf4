package parley.client.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import parley.client.net.Address;
import parley.client.net.Fingerprint;
import parley.protocol.InvalidRequest;
import parley.protocol.Names;
import parley.protocol.Request;

/**
 * A server that was given a short name: a table {@code [servers.NAME]}.
 *
 * @param line where it begins
 */
public record Profile(String name, int line, Map<Key, List<String>> set) {
  /** What can be said of a server. */
  public enum Key {
    ADDRESS("\"chat.example.org\"", "Where it is; needed."),
    NAME("\"ann\"", "The name to come with."),
    ROOMS(
        "[\"dev\", \"ops\"]",
        "Rooms to be in from the start of a chat, besides those of the last time."),
    OPEN(
        "false",
        "Whether it is opened by chat alone, beside the default one and the others that are."),
    PLAIN("false", "Whether it is a plain listener, without TLS."),
    FINGERPRINT("\"SHA256:…\"", "The certificate to trust, by its fingerprint."),
    CA("\"~/parley-ca.crt\"", "The authorities to trust, in a PEM file."),
    SYSTEM_TRUST("false", "Whether to trust the authorities that Java trusts."),
    PASSWORD_COMMAND("\"pass show parley\"", "What prints the account's password."),
    TOKEN_COMMAND("\"pass show parley-token\"", "What prints the account's token.");

    private final String example;
    private final String meaning;

    Key(String example, String meaning) {
      this.example = example;
      this.meaning = meaning;
    }

    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Null for what is none. */
    static Key named(String word) {
      for (Key key : values()) {
        if (key.word().equals(word)) {
          return key;
        }
      }
      return null;
    }

    static List<String> words() {
      return Stream.of(values()).map(Key::word).toList();
    }

    /** A value, as it is written in the file. */
    String example() {
      return example;
    }

    String meaning() {
      return meaning;
    }

    boolean isList() {
      return this == ROOMS;
    }

    private boolean isTrust() {
      return this == PLAIN || this == FINGERPRINT || this == CA || this == SYSTEM_TRUST;
    }
  }

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,63}");
  private static final int MOST_ROOMS = 50;
  private static final int LONGEST = 1_000;

  public Profile {
    set = Map.copyOf(set);
  }

  static boolean isName(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * A value that may be one.
   *
   * @throws IllegalArgumentException with a sentence that says why it may not
   */
  static List<String> checked(Key key, List<String> items) {
    String text = items.isEmpty() ? "" : items.getFirst();
    if (text.length() > LONGEST || text.isBlank() && key != Key.ROOMS) {
      throw new IllegalArgumentException("It is empty, or too long.");
    }
    switch (key) {
      case ADDRESS -> Address.parse(text, Address.TLS_PORT);
      case NAME -> said(() -> new Request.Nick("1", text));
      case ROOMS -> {
        if (items.size() > MOST_ROOMS) {
          throw new IllegalArgumentException("Those are too many.");
        }
        items.forEach(room -> said(() -> new Request.Join("1", Names.room(room))));
      }
      case FINGERPRINT -> Fingerprint.parse(text);
      case OPEN, PLAIN, SYSTEM_TRUST -> {
        try {
          return List.of(new ValueKind.Switch().parse(items).toString());
        } catch (IllegalArgumentException e) {
          throw new IllegalArgumentException("It must be true or false.", e);
        }
      }
      case CA, PASSWORD_COMMAND, TOKEN_COMMAND -> {}
    }
    return items;
  }

  private static void said(Runnable asked) {
    try {
      asked.run();
    } catch (InvalidRequest e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What of it does not go together; empty where all does. */
  List<Fault> faults() {
    List<Fault> faults = new ArrayList<>();
    if (!set.containsKey(Key.ADDRESS)) {
      faults.add(new Fault(line, "[servers.%s] needs an address.".formatted(name)));
    }
    int trusts = 0;
    for (Key key : Key.values()) {
      trusts += key.isTrust() && isOn(key) ? 1 : 0;
    }
    if (trusts > 1) {
      faults.add(
          new Fault(
              line,
              "[servers.%s] has more than one of plain, fingerprint, ca and system-trust."
                  .formatted(name)));
    }
    return faults;
  }

  /** Null where it is not set. */
  public String text(Key key) {
    return set.containsKey(key) ? set.get(key).getFirst() : null;
  }

  private boolean isOn(Key key) {
    return set.containsKey(key) && !set.get(key).equals(List.of("false"));
  }

  public boolean plain() {
    return isOn(Key.PLAIN);
  }

  /** Whether it is opened where no server is named. */
  public boolean isOpened() {
    return isOn(Key.OPEN);
  }

  public boolean systemTrust() {
    return isOn(Key.SYSTEM_TRUST);
  }

  /**
   * The authorities to trust, null for none.
   *
   * @param home what {@code ~} stands for
   */
  public Path authority(String home) {
    String text = text(Key.CA);
    return text == null
        ? null
        : text.startsWith("~/") ? Path.of(home, text.substring(2)) : Path.of(text);
  }

  public List<String> rooms() {
    return set.getOrDefault(Key.ROOMS, List.of()).stream().map(Names::room).toList();
  }

  static Map<Key, List<String>> none() {
    return new EnumMap<>(Key.class);
  }
}
