package parley.server.config;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import parley.protocol.Limits;
import parley.server.net.AddressRange;

/** Every setting there is, in the order in which people are shown them. */
public final class Keys {
  private static final List<Key<?>> DEFINED = new ArrayList<>();

  static final Key<Optional<InetSocketAddress>> LISTEN_PLAIN =
      fixed(
          "listen.plain",
          new ValueType.Address(),
          "127.0.0.1:7070",
          "Where people and programs connect without TLS; keep it on a loopback address.");
  static final Key<Optional<InetSocketAddress>> LISTEN_TLS =
      fixed("listen.tls", new ValueType.Address(), "0.0.0.0:7443", "Where they connect with TLS.");
  static final Key<Optional<InetSocketAddress>> LISTEN_METRICS =
      fixed(
          "listen.metrics",
          new ValueType.Address(),
          "127.0.0.1:7090",
          "Where HTTP serves /metrics, /health/live and /health/ready.");

  static final Key<List<AddressRange>> LISTEN_PROXIES =
      trusted(
          "listen.proxies",
          new ValueType.RangeList(),
          "",
          "Proxies that pass connections on to this server: each one of theirs must begin with the"
              + " header of the PROXY protocol (version 1 or 2), which says whose it is. Nobody"
              + " else's may.");

  static final Key<String> SERVER_NAME =
      fixed(
          "server.name",
          new ValueType.Line(64),
          "",
          "The server's name in greetings; empty: this machine's host name.");
  static final Key<Optional<Settings.Place>> SERVER_ADDRESS =
      trusted(
          "server.address",
          new ValueType.Place(),
          "",
          "Where people reach the TLS listener, where that is another address than it listens on,"
              + " as behind Docker, a router or a proxy: told to them, and a name of the server's"
              + " own certificate.");
  static final Key<Optional<Path>> DATA_DIR =
      fixed(
          "data.dir",
          new ValueType.Location(),
          "",
          "The folder of messages, accounts and files; empty: $XDG_DATA_HOME/parley, which is"
              + " ~/.local/share/parley where that is not set.");
  static final Key<Optional<Path>> CERTS_DIR =
      fixed(
          "certs.dir",
          new ValueType.Location(),
          "",
          "The folder of the certificate authority and the server's certificate; empty: certs in"
              + " data.dir.");

  static final Key<List<String>> TLS_NAMES =
      trusted(
          "tls.names",
          new ValueType.HostList(),
          "",
          "Names by which people reach this server, for its own certificate, besides localhost, the"
              + " host name and the loopback addresses.");
  static final Key<Optional<Path>> TLS_CERTIFICATE =
      trusted(
          "tls.certificate",
          new ValueType.Location(),
          "",
          "A PEM file with your own certificate and its chain; empty: one by the server's own"
              + " authority.");
  static final Key<Optional<Path>> TLS_KEY =
      trusted(
          "tls.key",
          new ValueType.Location(),
          "",
          "The PEM file with the private key of tls.certificate, not encrypted.");
  static final Key<Optional<Path>> TLS_CLIENT_CA =
      trusted(
          "tls.client-ca",
          new ValueType.Location(),
          "",
          "The PEM file of authorities whose certificates sign people in; empty: the one that"
              + " \"certs issue --client\" makes, once it did.");

  static final Key<Integer> LIMITS_CONNECTIONS =
      live(
          "limits.connections",
          new ValueType.Limit("connections"),
          "10000",
          "Connections at a time.");
  static final Key<Integer> LIMITS_CONNECTIONS_PER_ADDRESS =
      live(
          "limits.connections-per-address",
          new ValueType.Limit("connections"),
          "256",
          "Connections at a time from one address (one /64 network in IPv6), of which a quarter may"
              + " be such that have not said hello; the oldest of those gives way to a new one.");
  static final Key<Integer> LIMITS_HANDSHAKES_PER_SECOND_PER_ADDRESS =
      live(
          "limits.handshakes-per-second-per-address",
          new ValueType.Limit("handshakes a second"),
          "100",
          "TLS handshakes that one address (one /64 network in IPv6) may begin, twice as many at"
              + " once after a pause; further ones wait.");
  static final Key<Integer> LIMITS_FRAME_BYTES =
      live(
          "limits.frame-bytes",
          new ValueType.Count(Limits.FRAME_BYTES_MIN, Limits.FRAME_BYTES_MAX, "bytes"),
          Integer.toString(Limits.FRAME_BYTES),
          "The longest frame or line of JSON that is read.");
  static final Key<Integer> LIMITS_OUTBOX_BYTES =
      live(
          "limits.outbox-bytes",
          new ValueType.Count(65_536, 67_108_864, "bytes"),
          "262144",
          "What may wait in memory for one slow reader; after that it is served from the log.");
  static final Key<Integer> LIMITS_MESSAGES_PER_SECOND =
      live(
          "limits.messages-per-second",
          new ValueType.Limit("messages a second"),
          "20",
          "The steady rate of one person, on whichever connection, with bursts of twice as many;"
              + " above it they are read more slowly. Those of one address who have not said hello"
              + " share one such rate.");
  static final Key<Integer> LIMITS_MESSAGES_PER_SECOND_PER_ADDRESS =
      live(
          "limits.messages-per-second-per-address",
          new ValueType.Limit("messages a second"),
          "200",
          "The same for all of one address (of one /64 network in IPv6) together.");
  static final Key<Integer> LIMITS_ROOMS =
      live(
          "limits.rooms",
          new ValueType.Limit("rooms"),
          "1000",
          "Rooms on the server; beyond that a new one takes the place of an empty one.");
  static final Key<Integer> LIMITS_ROOMS_PER_PERSON =
      live(
          "limits.rooms-per-person",
          new ValueType.Limit("rooms"),
          "50",
          "Rooms one person may be in.");
  static final Key<Integer> LIMITS_NEW_ROOMS_PER_HOUR =
      live(
          "limits.new-rooms-per-hour",
          new ValueType.Limit("new rooms an hour"),
          "10",
          "Rooms one person may make, operators aside; an hour's worth may come at once. Ten times"
              + " as many from one network, three times at once. lobby is not counted.");
  static final Key<Integer> LIMITS_GUESTS =
      live("limits.guests", new ValueType.Limit("guests"), "20000", "Guests known at a time.");
  static final Key<Integer> LIMITS_ACCOUNTS =
      live("limits.accounts", new ValueType.Limit("accounts"), "10000", "Accounts on the server.");
  static final Key<Integer> LIMITS_GUESTS_PER_MINUTE =
      live(
          "limits.guests-per-minute",
          new ValueType.Limit("new guests a minute"),
          "3000",
          "People who come for the first time; a minute's worth may come at once, others are told"
              + " when to try again.");
  static final Key<Integer> LIMITS_GUESTS_PER_MINUTE_PER_ADDRESS =
      live(
          "limits.guests-per-minute-per-address",
          new ValueType.Limit("new guests a minute"),
          "300",
          "The same for those of one address (of one /64 network in IPv6).");
  static final Key<Long> LIMITS_LOG_BYTES_PER_DAY =
      live(
          "limits.log-bytes-per-day",
          new ValueType.Size(true),
          "50MB",
          "What one person's messages, joins, names, reactions and read marks may add to the log in"
              + " a day; a day's worth may come at once.");
  static final Key<Long> LIMITS_LOG_BYTES_PER_DAY_PER_ADDRESS =
      live(
          "limits.log-bytes-per-day-per-address",
          new ValueType.Size(true),
          "500MB",
          "The same for all of one address (of one /64 network in IPv6), new guests included.");
  static final Key<Integer> LIMITS_REPLAY =
      live(
          "limits.replay",
          new ValueType.Limit("events"),
          "10000",
          "Missed events sent again to a person who comes back; older ones are fetched as"
              + " history.");

  static final Key<Duration> TIMEOUT_HANDSHAKE =
      live(
          "timeout.handshake",
          new ValueType.Span("100ms", "1h"),
          "10s",
          "How long a TLS handshake may take.");
  static final Key<Duration> TIMEOUT_HELLO =
      live(
          "timeout.hello",
          new ValueType.Span("100ms", "1h"),
          "30s",
          "How long a connection may take to say who it is.");
  static final Key<Duration> TIMEOUT_IDLE =
      live(
          "timeout.idle",
          new ValueType.Span("100ms", "365d"),
          "2m",
          "Silence after which a framed or NDJSON connection ends; it is pinged at half of it."
              + " Events that an NDJSON client takes break the silence.");
  static final Key<Duration> TIMEOUT_TEXT_IDLE =
      live(
          "timeout.text-idle",
          new ValueType.Span("100ms", "365d"),
          "30m",
          "The same for a text connection, where lines that are taken break the silence too.");

  static final Key<Duration> TIMEOUT_TRANSFER =
      live(
          "timeout.transfer",
          new ValueType.Span("100ms", "365d"),
          "2m",
          "How long a transfer of a file may stand still; it can be gone on with after.");

  static final Key<Duration> SESSION_GRACE =
      live(
          "session.grace",
          new ValueType.Span("0s", "365d"),
          "60s",
          "How long a guest whose line broke keeps name and rooms; in text mode, which has nothing"
              + " to come back with, they are given up at once.");
  static final Key<Settings.Registration> ACCOUNTS_REGISTRATION =
      live(
          "accounts.registration",
          new ValueType.Choice<>(Settings.Registration.class),
          "invite",
          "Who may make an account: whoever is invited, or everybody (open). Operators can always"
              + " make one for somebody.");
  static final Key<Settings.Forgetting> ACCOUNTS_FORGET =
      live(
          "accounts.forget",
          new ValueType.Choice<>(Settings.Forgetting.class),
          "off",
          "What people may have erased for good by their password: nothing (off), all that they"
              + " said (words), or their account too (account).");
  static final Key<GuestRooms> ACCOUNTS_GUESTS =
      live(
          "accounts.guests",
          new ValueType.Guests(),
          "lobby",
          "Where people without an account may come, under any name that is free: besides these"
              + " rooms, into those that are marked as open to guests. on: into every room that is"
              + " not private, and they make rooms; off: nobody comes without an account.");
  static final Key<Integer> ACCOUNTS_PASSWORD_MEMORY =
      trusted(
          "accounts.password-memory",
          new ValueType.Count(7_168, 1_048_576, "KiB"),
          "19456",
          "What trying one password costs in memory (Argon2id), here and for who would guess.");
  static final Key<Integer> ACCOUNTS_PASSWORD_PASSES =
      trusted(
          "accounts.password-passes",
          new ValueType.Count(1, 100, "passes"),
          "2",
          "Passes over that memory; passwords from before are hashed anew when they are used.");
  static final Key<Optional<Path>> ACCOUNTS_CHECKER =
      trusted(
          "accounts.checker",
          new ValueType.Location(),
          "",
          "A program that says whether a name and a password belong together, for accounts without"
              + " a password here (LDAP, PAM, …); empty: none.");
  static final Key<Duration> ACCOUNTS_CHECKER_TIME =
      trusted(
          "accounts.checker-time",
          new ValueType.Span("1s", "60s"),
          "10s",
          "How long that program may take; then it is killed.");
  static final Key<Settings.Switch> ACCOUNTS_CHECKER_MAKES =
      trusted(
          "accounts.checker-makes",
          new ValueType.Choice<>(Settings.Switch.class),
          "off",
          "Whether who has no account gets one when that program lets them in.");
  static final Key<BlockedWords> ROOMS_BLOCKED_WORDS =
      live(
          "rooms.blocked-words",
          new ValueType.Words(),
          "",
          "Words that are taken in no message, topic, name or file's name, whatever their case and"
              + " whatever letters look like theirs.");
  static final Key<Duration> NONCE_KEEP =
      fixed(
          "nonce.keep",
          new ValueType.Span("1h", "3650d"),
          "30d",
          "How long a message sent twice with one nonce is known to be the same.");
  static final Key<Settings.Switch> SEARCH_INDEX =
      fixed(
          "search.index",
          new ValueType.Choice<>(Settings.Switch.class),
          "on",
          "Whether messages can be searched, for which a second file is kept; off removes it.");
  static final Key<Keep> HISTORY_KEEP =
      live(
          "history.keep",
          new ValueType.Retention(),
          "forever",
          "How much of what was said is kept; what is older is erased for good.");
  static final Key<Map<String, Keep>> HISTORY_ROOMS =
      live(
          "history.rooms",
          new ValueType.Retentions(),
          "",
          "The same for single rooms, such as ops=forever and random=30d.");
  static final Key<Keep> AUDIT_KEEP =
      trusted(
          "audit.keep",
          new ValueType.Records(),
          "forever",
          "How long is kept which admin commands were given, what people reported, and which bans"
              + " there were that are over; what is older is removed.");
  static final Key<Settings.Switch> FILES_ENABLED =
      live(
          "files.enabled",
          new ValueType.Choice<>(Settings.Switch.class),
          "on",
          "Whether files can be sent and fetched; off keeps those that are there.");
  static final Key<Long> FILES_MAX_BYTES =
      live("files.max-bytes", new ValueType.Size(true), "4GB", "The largest file.");
  static final Key<Long> FILES_PER_PERSON_BYTES =
      live(
          "files.per-person-bytes",
          new ValueType.Size(true),
          "20GB",
          "All files that one person's messages tell of.");
  static final Key<Long> FILES_PER_ADDRESS_BYTES =
      live(
          "files.per-address-bytes",
          new ValueType.Size(true),
          "20GB",
          "What may come in files from one address, or one /64 network of IPv6, a day.");
  static final Key<Long> FILES_TOTAL_BYTES =
      live("files.total-bytes", new ValueType.Size(true), "100GB", "All files of everybody.");
  static final Key<Long> FILES_FREE_BYTES =
      trusted(
          "files.free-bytes",
          new ValueType.Size(false),
          "1GB",
          "What files leave free on the disk of data.dir, for the messages.");
  static final Key<Integer> FILES_TRANSFERS =
      live(
          "files.transfers",
          new ValueType.Count(1, 1_000, "transfers"),
          "32",
          "Files that are carried at a time, of which one person has half at most.");
  static final Key<Long> FILES_BYTES_PER_SECOND =
      live(
          "files.bytes-per-second",
          new ValueType.Size(true),
          "100MB",
          "How fast all transfers together go, both ways, so that the chat keeps its share.");
  static final Key<Duration> STATS_LOG_EVERY =
      live(
          "stats.log-every",
          new ValueType.Span("0s", "365d"),
          "1m",
          "How often a line of figures is logged; 0s: never.");
  static final Key<Optional<Path>> HEALTH_FILE =
      fixed(
          "health.file",
          new ValueType.Location(),
          "",
          "A file that is written anew every 5 seconds while the server serves people, for a health"
              + " check that needs neither port nor program; empty: none.");
  static final Key<Settings.LogLevel> LOG_LEVEL =
      live(
          "log.level",
          new ValueType.Choice<>(Settings.LogLevel.class),
          "info",
          "The least important lines that are logged.");
  static final Key<Settings.LogFormat> LOG_FORMAT =
      fixed(
          "log.format",
          new ValueType.Choice<>(Settings.LogFormat.class),
          "human",
          "Lines for people, or one JSON object a line.");
  static final Key<Optional<Path>> LOG_FILE =
      fixed(
          "log.file",
          new ValueType.Location(),
          "",
          "The file that lines are appended to, which only its owner may read; empty: standard"
              + " error.");
  static final Key<Long> LOG_FILE_BYTES =
      fixed(
          "log.file-bytes",
          new ValueType.Size(true),
          "50MB",
          "How long that file becomes; then it is FILE.1, what was that is FILE.2, and a new one"
              + " begins. 0: it grows on, for who has another program turn it over.");
  static final Key<Integer> LOG_FILES =
      fixed(
          "log.files",
          new ValueType.Count(1, 20, "files"),
          "5",
          "How many such older files are kept.");
  static final Key<Long> LOG_FREE_BYTES =
      trusted(
          "log.free-bytes",
          new ValueType.Size(false),
          "256MB",
          "What must be free on the disk of data.dir for anything new to be taken; below it people"
              + " read, delete and leave.");
  static final Key<Settings.Durability> LOG_DURABILITY =
      fixed(
          "log.durability",
          new ValueType.Choice<>(Settings.Durability.class),
          "disk",
          "What a message has survived before it is acknowledged. disk: a power cut, as it is on"
              + " the disk. os: a crash of the server, as the operating system has it; a power cut"
              + " may lose the newest ones.");

  /** All of them. */
  public static final List<Key<?>> ALL = List.copyOf(DEFINED);

  private Keys() {}

  /** The key of a dotted name. */
  public static Optional<Key<?>> named(String name) {
    return ALL.stream().<Key<?>>map(key -> key).filter(key -> key.name().equals(name)).findFirst();
  }

  private static <T> Key<T> live(
      String name, ValueType<T> kind, String initial, String explanation) {
    return defined(new Key<>(name, kind, initial, Changing.BY_OPERATORS, explanation));
  }

  private static <T> Key<T> trusted(
      String name, ValueType<T> kind, String initial, String explanation) {
    return defined(new Key<>(name, kind, initial, Changing.IN_FILES, explanation));
  }

  private static <T> Key<T> fixed(
      String name, ValueType<T> kind, String initial, String explanation) {
    return defined(new Key<>(name, kind, initial, Changing.AT_RESTART, explanation));
  }

  private static <T> Key<T> defined(Key<T> key) {
    DEFINED.add(key);
    return key;
  }
}
