package parley.server.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import parley.protocol.Digits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.server.net.AddressRange;
import parley.text.Hosts;

/**
 * What a setting's value may be: how its text is read, and how that is told to people. {@link
 * #parse} throws an {@link IllegalArgumentException} for everything that is not {@link #accepts}.
 */
sealed interface ValueType<T> {
  T parse(String text);

  /** Completes the sentence "it must be …". */
  String accepts();

  /** How a value is written in a TOML file. */
  default String toml(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** An address to listen on, or none. */
  record Address() implements ValueType<Optional<InetSocketAddress>> {
    private static final Pattern FORM =
        Pattern.compile("(?:\\[([0-9a-fA-F:.]+(?:%[A-Za-z0-9_.-]+)?)]|([^:\\[\\]]+)):(\\d{1,5})");

    @Override
    public Optional<InetSocketAddress> parse(String text) {
      if (text.isEmpty() || text.equals("off")) {
        return Optional.empty();
      }
      Matcher form = FORM.matcher(text);
      require(form.matches());
      String host = form.group(1) != null ? form.group(1) : form.group(2);
      InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(form.group(3)));
      require(!address.isUnresolved());
      return Optional.of(address);
    }

    @Override
    public String accepts() {
      return "an address and port of this machine, such as 127.0.0.1:7070 or [::1]:0 (any free"
          + " port), or off";
    }
  }

  /** Where people reach this server: a host, with a port where it is another. Empty for none. */
  record Place() implements ValueType<Optional<Settings.Place>> {
    private static final int PORT_DIGITS = 5;
    private static final int PORTS = 65_536;

    @Override
    public Optional<Settings.Place> parse(String text) {
      if (text.isEmpty()) {
        return Optional.empty();
      }
      int colon = text.lastIndexOf(':');
      boolean bracketed = text.startsWith("[");
      boolean port = bracketed ? text.contains("]:") : colon >= 0 && colon == text.indexOf(':');
      String host = port ? text.substring(0, colon) : text;
      if (bracketed) {
        require(host.endsWith("]"));
        host = host.substring(1, host.length() - 1);
        require(host.contains(":"));
      }
      return Optional.of(
          new Settings.Place(host(host), port ? port(text.substring(colon + 1)) : 0));
    }

    private static String host(String typed) {
      String host = Hosts.canonical(typed);
      require(Hosts.isName(host) || InetAddress.ofLiteral(host) != null && !host.contains("%"));
      return host;
    }

    private static int port(String digits) {
      require(Digits.areDecimal(digits, PORT_DIGITS));
      int port = Integer.parseInt(digits);
      require(port > 0 && port < PORTS);
      return port;
    }

    @Override
    public String accepts() {
      return "a host name or an IP address, with a port where it differs, such as"
          + " chat.example.org, chat.example.org:443 or [2001:db8::1]:443";
    }
  }

  /** A short line of text; empty stands for a value that is found out. */
  record Line(int longest) implements ValueType<String> {
    @Override
    public String parse(String text) {
      require(text.length() <= longest && Printable.line(text).equals(text));
      return text.strip();
    }

    @Override
    public String accepts() {
      return "one line of at most " + longest + " characters";
    }
  }

  /** A file or folder; empty for none. Its text is absolute by the time it is parsed. */
  record Location() implements ValueType<Optional<Path>> {
    @Override
    public Optional<Path> parse(String text) {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    @Override
    public String accepts() {
      return "the path of a file or folder";
    }
  }

  /**
   * Host names and addresses for a certificate, separated by commas, each in its one spelling: the
   * one in which clients look for it. What no client would take is refused.
   */
  record HostList() implements ValueType<List<String>> {
    private static final String ANY = "*.";

    @Override
    public List<String> parse(String text) {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .map(HostList::host)
          .distinct()
          .toList();
    }

    private static String host(String name) {
      boolean any = name.startsWith(ANY);
      String host = Hosts.canonical(any ? name.substring(ANY.length()) : name);
      if (!any && Hosts.isAddress(host)) {
        InetAddress address = InetAddress.ofLiteral(host);
        require(!host.contains("%"));
        return Hosts.text(address);
      }
      require(Hosts.isName(host));
      return any ? ANY + host : host;
    }

    @Override
    public String accepts() {
      return "a list of host names, in letters, digits and hyphens, and of IP addresses";
    }

    @Override
    public String toml(String text) {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .map(name -> '"' + name + '"')
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /** Addresses of others, and networks of such, separated by commas. */
  record RangeList() implements ValueType<List<AddressRange>> {
    @Override
    public List<AddressRange> parse(String text) {
      return Arrays.stream(text.split(","))
          .map(String::strip)
          .filter(range -> !range.isEmpty())
          .map(range -> AddressRange.parse(range).orElseThrow(IllegalArgumentException::new))
          .toList();
    }

    @Override
    public String accepts() {
      return "a list of IP addresses and networks, such as 10.0.0.5 and 2001:db8::/64";
    }

    @Override
    public String toml(String text) {
      return new HostList().toml(text);
    }
  }

  /** Where people without an account may come. */
  record Guests() implements ValueType<GuestRooms> {
    @Override
    public GuestRooms parse(String text) {
      return switch (text.strip()) {
        case "on" -> GuestRooms.EVERYWHERE;
        case "off", "" -> GuestRooms.NOWHERE;
        default -> {
          List<String> rooms = Arrays.stream(text.split(",")).map(String::strip).toList();
          for (String room : rooms) {
            require(!room.isEmpty() && Names.check(room).equals(room));
          }
          yield GuestRooms.in(rooms);
        }
      };
    }

    @Override
    public String accepts() {
      return "on, off, or names of rooms, separated by commas";
    }
  }

  /** Words that nobody may say. */
  record Words() implements ValueType<BlockedWords> {
    @Override
    public BlockedWords parse(String text) {
      List<String> words =
          Arrays.stream(text.split(",")).map(String::strip).filter(w -> !w.isEmpty()).toList();
      for (String word : words) {
        require(word.codePoints().allMatch(Character::isLetterOrDigit));
        require(word.codePointCount(0, word.length()) <= BlockedWords.LONGEST);
      }
      return BlockedWords.of(words);
    }

    @Override
    public String accepts() {
      return "a list of words of letters and digits, each of at most "
          + BlockedWords.LONGEST
          + " of them";
    }

    @Override
    public String toml(String text) {
      return new HostList().toml(text);
    }
  }

  /** A whole number in a range. */
  record Count(int least, int most, String unit) implements ValueType<Integer> {
    @Override
    public Integer parse(String text) {
      int number = Integer.parseInt(text);
      require(number >= least && number <= most);
      return number;
    }

    @Override
    public String accepts() {
      return "a whole number of %s from %d to %d".formatted(unit, least, most);
    }

    @Override
    public String toml(String text) {
      return text;
    }
  }

  /** A whole number where 0 means that there is no limit; it is read as {@link Settings#NONE}. */
  record Limit(String unit) implements ValueType<Integer> {
    @Override
    public Integer parse(String text) {
      int number = Integer.parseInt(text);
      require(number >= 0 && number <= Settings.NONE);
      return number == 0 ? Settings.NONE : number;
    }

    @Override
    public String accepts() {
      return "a whole number of %s up to %d, or 0 for no limit".formatted(unit, Settings.NONE);
    }

    @Override
    public String toml(String text) {
      return text;
    }
  }

  /** A length of time in a range, written with its unit. */
  record Span(String least, String most) implements ValueType<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");

    @Override
    public Duration parse(String text) {
      Duration span = duration(text);
      require(span.compareTo(duration(least)) >= 0 && span.compareTo(duration(most)) <= 0);
      return span;
    }

    private static Duration duration(String text) {
      Matcher form = FORM.matcher(text.equals("0") ? "0s" : text);
      require(form.matches());
      long number = Long.parseLong(form.group(1));
      return switch (form.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }

    @Override
    public String accepts() {
      return "a time with its unit, such as 10s or 2m, from %s to %s".formatted(least, most);
    }
  }

  /** A number of bytes, written with its unit. */
  record Size(boolean limit) implements ValueType<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,12})(KB|MB|GB|TB)");

    @Override
    public Long parse(String text) {
      if (text.equals("0")) {
        return limit ? Settings.NO_BYTES : 0L;
      }
      return bytes(text);
    }

    /** The text of anything but a size is refused. */
    private static long bytes(String text) {
      Matcher form = FORM.matcher(text);
      require(form.matches());
      long unit =
          switch (form.group(2)) {
            case "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            default -> 1_000_000_000_000L;
          };
      long number = Long.parseLong(form.group(1));
      require(number > 0 && number <= Settings.NO_BYTES / unit);
      return number * unit;
    }

    @Override
    public String accepts() {
      return "a size such as 500MB or 10GB, or 0" + (limit ? " for no limit" : "");
    }
  }

  /** How much of what was said is kept. */
  record Retention() implements ValueType<Keep> {
    private static final Span SPAN = new Span("1m", "36500d");

    @Override
    public Keep parse(String text) {
      if (text.equals("forever")) {
        return new Keep.Forever();
      }
      return Size.FORM.matcher(text).matches()
          ? new Keep.Size(Size.bytes(text))
          : new Keep.Age(SPAN.parse(text));
    }

    @Override
    public String accepts() {
      return "forever, a time such as 90d, or a size of texts such as 500MB or 10GB";
    }
  }

  /** How long records are kept; no size, so that nobody's flood takes another's away. */
  record Records() implements ValueType<Keep> {
    private static final Span SPAN = new Span("1d", "36500d");

    @Override
    public Keep parse(String text) {
      return text.equals("forever") ? new Keep.Forever() : new Keep.Age(SPAN.parse(text));
    }

    @Override
    public String accepts() {
      return "forever, or a time from 1d on, such as 365d";
    }
  }

  /** Rooms that keep more or less than the others. */
  record Retentions() implements ValueType<Map<String, Keep>> {
    @Override
    public Map<String, Keep> parse(String text) {
      Map<String, Keep> rooms = new TreeMap<>();
      for (String entry : text.split(",")) {
        if (!entry.isBlank()) {
          int sign = entry.lastIndexOf('=');
          require(sign > 0);
          String room = Names.fold(Names.room(entry.substring(0, sign).strip()));
          Keep keep = new Retention().parse(entry.substring(sign + 1).strip());
          require(rooms.put(room, keep) == null);
        }
      }
      return Collections.unmodifiableMap(rooms);
    }

    @Override
    public String accepts() {
      return "a list of rooms, each with = and then " + new Retention().accepts();
    }

    @Override
    public String toml(String text) {
      return new HostList().toml(text);
    }
  }

  /** One of a few words. */
  record Choice<E extends Enum<E>>(Class<E> words) implements ValueType<E> {
    @Override
    public E parse(String text) {
      return Enum.valueOf(words, text.toUpperCase(Locale.ROOT));
    }

    @Override
    public String accepts() {
      List<String> all =
          Arrays.stream(words.getEnumConstants())
              .map(word -> word.name().toLowerCase(Locale.ROOT))
              .toList();
      return String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.getLast();
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
