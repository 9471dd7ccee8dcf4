package parley.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import parley.server.net.AddressRange;

/**
 * Everything a person can set, checked, and never changed once made: a running server that changes
 * a limit goes on with a changed copy.
 */
public record Settings(
    Listen listen,
    Server server,
    Data data,
    Certs certs,
    Tls tls,
    Limits limits,
    Timeout timeout,
    Session session,
    Accounts accounts,
    Rooms rooms,
    Nonce nonce,
    Search search,
    History history,
    Audit audit,
    Files files,
    Stats stats,
    Health health,
    Log log,
    SettingsSources sources,
    Values values) {
  /**
   * What an accessor of {@link Limits} gives where a person wrote 0, "no limit": a number that
   * nothing reaches, and that can be doubled in an {@code int}.
   */
  public static final int NONE = 1_000_000_000;

  /** Characters of a value that are logged. */
  private static final int TOLD = 200;

  /**
   * The same for a number of bytes: nothing reaches it, and it can be doubled in a {@code long}.
   */
  public static final long NO_BYTES = Long.MAX_VALUE / 4;

  /**
   * Addresses to listen on; empty: that listener is off. A port of 0 means any free port.
   *
   * @param proxies whose connections begin with the header of the PROXY protocol
   */
  public record Listen(
      Optional<InetSocketAddress> plain,
      Optional<InetSocketAddress> tls,
      Optional<InetSocketAddress> metrics,
      List<AddressRange> proxies) {}

  /**
   * The server's name in greetings: never empty; and where people reach its TLS listener, where
   * that was set.
   */
  public record Server(String name, Optional<Place> address) {}

  /**
   * A host in its one spelling, and a port, 0 for that of the listener.
   *
   * @param host a name or an IP address
   */
  public record Place(String host, int port) {}

  /** The folder of messages, accounts and files: absolute; it need not exist yet. */
  public record Data(Path dir) {}

  /** The folder of the certificate authority: absolute; it need not exist yet. */
  public record Certs(Path dir) {}

  /**
   * What the server's certificate is. {@code names} are host names in ASCII and IP addresses, for
   * the certificate by the server's own authority; {@code certificate} and {@code key} name a
   * person's own instead, both or neither (which is checked where they are opened). {@code
   * clientAuthorities} names those whose certificates let people in, instead of the server's own.
   */
  public record Tls(
      List<String> names,
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<Path> clientAuthorities) {}

  /** Upper bounds; {@link #NONE} where there is none, {@link #NO_BYTES} for bytes. */
  public record Limits(
      int connections,
      int connectionsPerAddress,
      int handshakesPerSecondPerAddress,
      int frameBytes,
      int outboxBytes,
      int messagesPerSecond,
      int messagesPerSecondPerAddress,
      int rooms,
      int roomsPerPerson,
      int newRoomsPerHour,
      int guests,
      int accounts,
      int guestsPerMinute,
      int guestsPerMinutePerAddress,
      long logBytesPerDay,
      long logBytesPerDayPerAddress,
      int replay) {}

  /** How long to wait for others. */
  public record Timeout(
      Duration handshake, Duration hello, Duration idle, Duration textIdle, Duration transfer) {}

  /** How long a guest whose line broke keeps name and rooms. */
  public record Session(Duration grace) {}

  /**
   * Who may be here, and how.
   *
   * @param registration who may make an account
   * @param forget what people may have erased that is theirs
   * @param guests whether people may come without one
   * @param passwordMemory KiB that it takes to try a password
   * @param passwordPasses over that memory
   * @param checker the program that is asked about those that have no password here
   * @param checkerTime how long it may take
   * @param checkerMakes whether an account is made where it lets somebody in who has none
   */
  public record Accounts(
      Registration registration,
      Forgetting forget,
      GuestRooms guests,
      int passwordMemory,
      int passwordPasses,
      Optional<Path> checker,
      Duration checkerTime,
      Switch checkerMakes) {}

  /**
   * What people say.
   *
   * @param blockedWords that nobody may
   */
  public record Rooms(BlockedWords blockedWords) {}

  /** Who may make an account of their own. */
  public enum Registration {
    /** Whoever has an invitation. */
    INVITE,
    /** Everybody. */
    OPEN
  }

  /** What people may have erased that is their own. */
  public enum Forgetting {
    OFF,
    /** All that they said. */
    WORDS,
    /** And their account. */
    ACCOUNT
  }

  /** How long nonces are remembered. */
  public record Nonce(Duration keep) {}

  /** Whether messages can be searched. */
  public record Search(Switch index) {
    public boolean enabled() {
      return index == Switch.ON;
    }
  }

  /** Something is done, or is not. */
  public enum Switch {
    ON,
    OFF
  }

  /**
   * What retention leaves.
   *
   * @param rooms by folded name, those that differ from {@code keep}
   */
  public record History(Keep keep, Map<String, Keep> rooms) {
    /** Everything is kept. */
    public static final History FOREVER = new History(new Keep.Forever(), Map.of());

    /** As settings write it, the rooms behind a semicolon; {@link #parse} reads it again. */
    public String text() {
      return keep.text()
          + ";"
          + rooms.entrySet().stream()
              .map(room -> room.getKey() + "=" + room.getValue().text())
              .collect(Collectors.joining(","));
    }

    /**
     * What {@link #text} wrote.
     *
     * @throws IllegalArgumentException where it is nothing of the kind
     */
    public static History parse(String text) {
      int end = text.indexOf(';');
      if (end < 0) {
        throw new IllegalArgumentException(text);
      }
      return new History(
          Keys.HISTORY_KEEP.kind().parse(text.substring(0, end)),
          Keys.HISTORY_ROOMS.kind().parse(text.substring(end + 1)));
    }
  }

  /** How long is kept what was done. */
  public record Audit(Keep keep) {}

  /**
   * What files may come, in bytes; {@link #NO_BYTES} where there is no limit.
   *
   * @param perAddressBytes that may come from one network a day
   * @param freeBytes what must stay free on the disk
   * @param transfers how many are carried at a time
   * @param bytesPerSecond of all transfers together
   */
  public record Files(
      Switch enabled,
      long maxBytes,
      long perPersonBytes,
      long perAddressBytes,
      long totalBytes,
      long freeBytes,
      int transfers,
      long bytesPerSecond) {
    public boolean allowed() {
      return enabled == Switch.ON;
    }
  }

  /** How often a line of figures is logged; zero: never. */
  public record Stats(Duration logEvery) {}

  /** A file whose time says that people are served; absolute. */
  public record Health(Optional<Path> file) {}

  /**
   * What is logged, in which form and where to; and how the log of events is kept.
   *
   * @param file where the lines go; empty: standard error
   * @param fileBytes how long it becomes before it is turned over
   * @param files older ones that are kept
   * @param freeBytes of the disk, below which it takes nothing new; 0: it always does
   */
  public record Log(
      LogLevel level,
      LogFormat format,
      Optional<Path> file,
      long fileBytes,
      int files,
      long freeBytes,
      Durability durability) {}

  /** From the fewest lines to the most. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  /** Lines for people, or one JSON object a line. */
  public enum LogFormat {
    HUMAN,
    JSON
  }

  /** What an event has survived before anyone is told of it. */
  public enum Durability {
    /** It is synced to the disk: a power cut. */
    DISK,
    /** The operating system has it: a crash of this process, not one of the machine. */
    OS
  }

  /**
   * What {@link #reload} found: the settings to go on with, and what changed.
   *
   * @param found all that the sources say, also what needs a restart
   */
  public record Reload(
      Settings settings, Settings found, List<Key<?>> changed, List<Key<?>> needRestart) {}

  /**
   * Settings made of nothing but defaults and {@code key=value} assignments, without a file or the
   * environment: for tests and programs that start a server inside themselves.
   */
  public static Settings of(String... assignments) throws UserError {
    return SettingsSources.of(List.of(assignments)).load();
  }

  static Settings of(SettingsSources sources, Values values) {
    Path data = values.get(Keys.DATA_DIR).orElseGet(() -> sources.dataHome().resolve("parley"));
    String name = values.get(Keys.SERVER_NAME);
    return new Settings(
        new Listen(
            values.get(Keys.LISTEN_PLAIN),
            values.get(Keys.LISTEN_TLS),
            values.get(Keys.LISTEN_METRICS),
            values.get(Keys.LISTEN_PROXIES)),
        new Server(name.isEmpty() ? sources.hostName() : name, values.get(Keys.SERVER_ADDRESS)),
        new Data(data),
        new Certs(values.get(Keys.CERTS_DIR).orElseGet(() -> data.resolve("certs"))),
        new Tls(
            values.get(Keys.TLS_NAMES),
            values.get(Keys.TLS_CERTIFICATE),
            values.get(Keys.TLS_KEY),
            values.get(Keys.TLS_CLIENT_CA)),
        new Limits(
            values.get(Keys.LIMITS_CONNECTIONS),
            values.get(Keys.LIMITS_CONNECTIONS_PER_ADDRESS),
            values.get(Keys.LIMITS_HANDSHAKES_PER_SECOND_PER_ADDRESS),
            values.get(Keys.LIMITS_FRAME_BYTES),
            values.get(Keys.LIMITS_OUTBOX_BYTES),
            values.get(Keys.LIMITS_MESSAGES_PER_SECOND),
            values.get(Keys.LIMITS_MESSAGES_PER_SECOND_PER_ADDRESS),
            values.get(Keys.LIMITS_ROOMS),
            values.get(Keys.LIMITS_ROOMS_PER_PERSON),
            values.get(Keys.LIMITS_NEW_ROOMS_PER_HOUR),
            values.get(Keys.LIMITS_GUESTS),
            values.get(Keys.LIMITS_ACCOUNTS),
            values.get(Keys.LIMITS_GUESTS_PER_MINUTE),
            values.get(Keys.LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS),
            values.get(Keys.LIMITS_LOG_BYTES_PER_DAY),
            values.get(Keys.LIMITS_LOG_BYTES_PER_DAY_PER_ADDRESS),
            values.get(Keys.LIMITS_REPLAY)),
        new Timeout(
            values.get(Keys.TIMEOUT_HANDSHAKE),
            values.get(Keys.TIMEOUT_HELLO),
            values.get(Keys.TIMEOUT_IDLE),
            values.get(Keys.TIMEOUT_TEXT_IDLE),
            values.get(Keys.TIMEOUT_TRANSFER)),
        new Session(values.get(Keys.SESSION_GRACE)),
        new Accounts(
            values.get(Keys.ACCOUNTS_REGISTRATION),
            values.get(Keys.ACCOUNTS_FORGET),
            values.get(Keys.ACCOUNTS_GUESTS),
            values.get(Keys.ACCOUNTS_PASSWORD_MEMORY),
            values.get(Keys.ACCOUNTS_PASSWORD_PASSES),
            values.get(Keys.ACCOUNTS_CHECKER),
            values.get(Keys.ACCOUNTS_CHECKER_TIME),
            values.get(Keys.ACCOUNTS_CHECKER_MAKES)),
        new Rooms(values.get(Keys.ROOMS_BLOCKED_WORDS)),
        new Nonce(values.get(Keys.NONCE_KEEP)),
        new Search(values.get(Keys.SEARCH_INDEX)),
        new History(values.get(Keys.HISTORY_KEEP), values.get(Keys.HISTORY_ROOMS)),
        new Audit(values.get(Keys.AUDIT_KEEP)),
        new Files(
            values.get(Keys.FILES_ENABLED),
            values.get(Keys.FILES_MAX_BYTES),
            values.get(Keys.FILES_PER_PERSON_BYTES),
            values.get(Keys.FILES_PER_ADDRESS_BYTES),
            values.get(Keys.FILES_TOTAL_BYTES),
            values.get(Keys.FILES_FREE_BYTES),
            values.get(Keys.FILES_TRANSFERS),
            values.get(Keys.FILES_BYTES_PER_SECOND)),
        new Stats(values.get(Keys.STATS_LOG_EVERY)),
        new Health(values.get(Keys.HEALTH_FILE)),
        new Log(
            values.get(Keys.LOG_LEVEL),
            values.get(Keys.LOG_FORMAT),
            values.get(Keys.LOG_FILE),
            values.get(Keys.LOG_FILE_BYTES),
            values.get(Keys.LOG_FILES),
            values.get(Keys.LOG_FREE_BYTES),
            values.get(Keys.LOG_DURABILITY)),
        sources,
        values);
  }

  /**
   * Names and addresses by which people are told to reach this server, what they chose first: for
   * its certificate.
   */
  public List<String> publicNames() {
    return Stream.concat(server.address().map(Place::host).stream(), tls.names().stream())
        .distinct()
        .toList();
  }

  /** The one of {@link #publicNames} that people are told, where there is one. */
  public Optional<String> publicName() {
    return publicNames().stream().filter(name -> !name.startsWith("*")).findFirst();
  }

  /** This machine's host name, which the server's own certificate bears too. */
  public String hostName() {
    return sources.hostName();
  }

  /** Where each key's value came from, by key, in the order of {@link Keys#ALL}. */
  public Map<Key<?>, Origin> origins() {
    Map<Key<?>, Origin> origins = new LinkedHashMap<>();
    Keys.ALL.forEach(key -> origins.put(key, values.origin(key)));
    return Collections.unmodifiableMap(origins);
  }

  /** A key's value in force, as a person would write it: {@code 10s}, {@code off}, a path. */
  public String text(Key<?> key) {
    if (key.equals(Keys.SERVER_NAME)) {
      return server.name();
    }
    if (key.equals(Keys.DATA_DIR)) {
      return data.dir().toString();
    }
    if (key.equals(Keys.CERTS_DIR)) {
      return certs.dir().toString();
    }
    String text = values.text(key);
    return text.isEmpty() && key.kind() instanceof ValueType.Address ? "off" : text;
  }

  /** The limits that are numbers, by their keys; infinite where there is none. */
  public Map<String, Double> limitsInForce() {
    Map<String, Double> limits = new LinkedHashMap<>();
    for (Key<?> key : Keys.ALL) {
      boolean bounds =
          key.section().equals("limits")
              || key.section().equals("files")
              || key.equals(Keys.LOG_FREE_BYTES);
      if (bounds && values.get(key) instanceof Number number) {
        boolean none =
            number instanceof Integer && number.intValue() == NONE
                || number instanceof Long && number.longValue() == NO_BYTES;
        limits.put(key.name(), none ? Double.POSITIVE_INFINITY : number.doubleValue());
      }
    }
    return limits;
  }

  /** The same, no longer than a line of the log bears: no setting holds a secret. */
  public String told(Key<?> key) {
    String text = text(key);
    return text.length() > TOLD ? text.substring(0, TOLD) + "…" : text;
  }

  /** The settings that are not what they would be where nobody had set anything, in their order. */
  public List<Key<?>> set() {
    Values initial = Values.defaults();
    return Keys.ALL.stream()
        .<Key<?>>map(key -> key)
        .filter(key -> !values.get(key).equals(initial.get(key)))
        .toList();
  }

  /**
   * A copy in which one setting has another value, for a change while the server runs.
   *
   * @throws UserError for an unknown key, a bad value, or a setting that only a restart changes;
   *     the message says which
   */
  public Settings with(String name, String value) throws UserError {
    Key<?> key = SettingsSources.key(name, Origin.BY_COMMAND);
    if (!key.live()) {
      throw new UserError(
          "%s can't change while the server runs; set it where the server is started and restart."
              .formatted(key));
    }
    return of(sources, values.with(key, sources.located(key, value), Origin.BY_COMMAND));
  }

  /**
   * Reads the same sources again. What can change while the server runs is taken over (changes made
   * by {@link #with} end here); what can't stays as it is and is named.
   *
   * @throws UserError where a source is wrong now; nothing changes then
   */
  public Reload reload() throws UserError {
    Settings found = sources.load();
    Values fresh = found.values();
    Values next = values;
    List<Key<?>> changed = new ArrayList<>();
    List<Key<?>> needRestart = new ArrayList<>();
    for (Key<?> key : Keys.ALL) {
      boolean same = values.get(key).equals(fresh.get(key));
      if (key.live()) {
        next = next.with(key, fresh);
      }
      if (!same) {
        (key.live() ? changed : needRestart).add(key);
      }
    }
    return new Reload(of(sources, next), found, List.copyOf(changed), List.copyOf(needRestart));
  }
}
