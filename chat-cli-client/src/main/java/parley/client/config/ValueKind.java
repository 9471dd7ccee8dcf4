package parley.client.config;

import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import parley.client.terminal.Alerts;
import parley.client.terminal.KeyName;
import parley.client.terminal.Look;
import parley.client.terminal.StyleWords;
import parley.protocol.Addressee;
import parley.protocol.BarWords;
import parley.protocol.Digits;
import parley.protocol.InvalidRequest;

/**
 * What a setting's value may be. {@link #parse} throws an {@link IllegalArgumentException} for
 * everything that is not {@link #accepts}.
 *
 * @param <T> what comes of it
 */
public sealed interface ValueKind<T> {
  /**
   * @param items of a list all, of another value the one
   */
  T parse(List<String> items);

  /** Completes the sentence "it must be …". */
  String accepts();

  /** The words that it may be, where those are few; to be completed. */
  default List<String> choices() {
    return List.of();
  }

  /** Whether it is a list. */
  default boolean isList() {
    return false;
  }

  /** How a value is written in the file. */
  default String toml(List<String> items) {
    if (!isList()) {
      return scalar(items.getFirst());
    }
    return "[" + String.join(", ", items.stream().map(ValueKind::quoted).toList()) + "]";
  }

  /** How one that is no list is. */
  default String scalar(String item) {
    return quoted(item);
  }

  /** A text as TOML has it. */
  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || c == 0x7F) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }

  /** One of a few words. */
  record Choice<E extends Enum<E>>(Class<E> of) implements ValueKind<E> {
    @Override
    public E parse(List<String> items) {
      for (E one : of.getEnumConstants()) {
        if (word(one).equals(items.getFirst().toLowerCase(Locale.ROOT))) {
          return one;
        }
      }
      throw new IllegalArgumentException();
    }

    private static String word(Enum<?> one) {
      String word = one.name().toLowerCase(Locale.ROOT).replace('_', '-');
      return switch (word) {
        case "h24" -> "24h";
        case "h12" -> "12h";
        case "c16" -> "16";
        case "c256" -> "256";
        default -> word;
      };
    }

    @Override
    public String accepts() {
      List<String> all = choices();
      return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
    }

    @Override
    public List<String> choices() {
      return Arrays.stream(of.getEnumConstants()).map(Choice::word).toList();
    }
  }

  /** Yes or no. */
  record Switch() implements ValueKind<Boolean> {
    @Override
    public Boolean parse(List<String> items) {
      return switch (items.getFirst()) {
        case "true", "on", "yes" -> true;
        case "false", "off", "no" -> false;
        default -> throw new IllegalArgumentException();
      };
    }

    @Override
    public String accepts() {
      return "true or false";
    }

    @Override
    public List<String> choices() {
      return List.of("true", "false");
    }

    @Override
    public String scalar(String item) {
      return parse(List.of(item)).toString();
    }
  }

  /** A number, or {@code off}. */
  record Limit(int least, int most) implements ValueKind<Integer> {
    private static final int DIGITS = 6;

    @Override
    public Integer parse(List<String> items) {
      String text = items.getFirst();
      if (text.equals("off")) {
        return Look.NEVER;
      }
      require(Digits.areDecimal(text, DIGITS));
      int number = Integer.parseInt(text);
      require(number >= least && number <= most);
      return number;
    }

    @Override
    public String accepts() {
      return "a number from %d to %d, or off".formatted(least, most);
    }

    @Override
    public List<String> choices() {
      return List.of("off");
    }

    @Override
    public String scalar(String item) {
      return item.equals("off") ? quoted(item) : item;
    }
  }

  /** How something looks; empty for what the theme has. */
  record Style() implements ValueKind<Optional<String>> {
    @Override
    public Optional<String> parse(List<String> items) {
      if (items.getFirst().isBlank()) {
        return Optional.empty();
      }
      StyleWords.check(items.getFirst());
      return Optional.of(items.getFirst());
    }

    @Override
    public String accepts() {
      return StyleWords.ACCEPTS;
    }
  }

  /** How several things look, by turns. */
  record Looks() implements ValueKind<List<String>> {
    private static final int MOST = 64;

    @Override
    public List<String> parse(List<String> items) {
      require(items.size() <= MOST);
      items.forEach(StyleWords::check);
      return List.copyOf(items);
    }

    @Override
    public String accepts() {
      return "a list of colours, such as 31, bright-blue or #ff8800";
    }

    @Override
    public boolean isList() {
      return true;
    }
  }

  /** Keys; none for none. */
  record Keys() implements ValueKind<List<KeyName>> {
    private static final int MOST = 8;

    @Override
    public List<KeyName> parse(List<String> items) {
      require(items.size() <= MOST);
      return items.stream().map(KeyName::parse).distinct().toList();
    }

    @Override
    public String accepts() {
      return KeyName.ACCEPTS;
    }

    @Override
    public boolean isList() {
      return true;
    }
  }

  /** Words that are looked for in what others say. */
  record Words() implements ValueKind<List<String>> {
    private static final int MOST = 20;
    private static final int LONGEST = 32;

    @Override
    public List<String> parse(List<String> items) {
      require(items.size() <= MOST);
      items.forEach(item -> require(!item.isBlank() && item.strip().length() <= LONGEST));
      return items.stream().map(String::strip).distinct().toList();
    }

    @Override
    public String accepts() {
      return "a list of at most 20 words, each of at most 32 characters";
    }

    @Override
    public boolean isList() {
      return true;
    }
  }

  /** Talks, as people write them; folded. */
  record Talks() implements ValueKind<Set<String>> {
    private static final int MOST = 500;
    private static final int LONGEST = 128;

    @Override
    public Set<String> parse(List<String> items) {
      require(items.size() <= MOST);
      Set<String> titles = new LinkedHashSet<>();
      for (String item : items) {
        require(!item.isBlank() && item.length() <= LONGEST);
        try {
          int slash = item.lastIndexOf('/');
          require(slash != 0);
          String title = Addressee.of(item.substring(slash + 1)).title();
          titles.add(
              slash < 0 ? Alerts.folded(title) : Alerts.folded(item.substring(0, slash), title));
        } catch (InvalidRequest e) {
          throw new IllegalArgumentException(e);
        }
      }
      return titles;
    }

    @Override
    public String accepts() {
      return "a list of at most 500 rooms and @people, as SERVER/ROOM those of one server";
    }

    @Override
    public boolean isList() {
      return true;
    }
  }

  /** A time of every day; empty for none. */
  record Hours() implements ValueKind<Optional<Alerts.Hours>> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);

    @Override
    public Optional<Alerts.Hours> parse(List<String> items) {
      String text = items.getFirst();
      if (text.isBlank() || text.equals("off")) {
        return Optional.empty();
      }
      int dash = text.indexOf('-');
      require(dash > 0);
      try {
        LocalTime from = LocalTime.parse(text.substring(0, dash).strip(), TIME);
        LocalTime until = LocalTime.parse(text.substring(dash + 1).strip(), TIME);
        require(!from.equals(until));
        return Optional.of(new Alerts.Hours(from, until));
      } catch (DateTimeParseException e) {
        throw new IllegalArgumentException(e);
      }
    }

    @Override
    public String accepts() {
      return "two times of this machine's day, such as 22:00-07:00, or off";
    }

    @Override
    public List<String> choices() {
      return List.of("off");
    }
  }

  /** For how long something must last; zero for never. */
  record Lasting() implements ValueKind<Duration> {
    private static final Duration MOST = Duration.ofDays(1);

    @Override
    public Duration parse(List<String> items) {
      String text = items.getFirst();
      if (text.isBlank() || text.equals("off")) {
        return Duration.ZERO;
      }
      Long seconds = BarWords.seconds(text);
      require(seconds != null && seconds > 0 && seconds <= MOST.toSeconds());
      return Duration.ofSeconds(seconds);
    }

    @Override
    public String accepts() {
      return "a time with its unit, such as 90s, 10m or 2h, of a day at most, or off";
    }

    @Override
    public List<String> choices() {
      return List.of("off", "10m");
    }
  }

  /** A profile's name, or empty. */
  record Word() implements ValueKind<Optional<String>> {
    @Override
    public Optional<String> parse(List<String> items) {
      return items.getFirst().isBlank() ? Optional.empty() : Optional.of(items.getFirst());
    }

    @Override
    public String accepts() {
      return "the name of one of the [servers.NAME] in this file";
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
