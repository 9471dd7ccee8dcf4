package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import parley.client.account.Invitation;
import parley.client.config.ChatConfig;
import parley.client.config.Profile;
import parley.client.files.Folders;
import parley.client.files.PrivateFile;
import parley.client.net.Address;
import parley.client.net.ClientIdentity;
import parley.client.net.Dialer;
import parley.client.net.Fingerprint;
import parley.client.net.KnownHosts;
import parley.client.net.Security;
import parley.protocol.AccountToken;
import parley.protocol.ByteOrderMark;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Request;
import parley.text.Build;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which server to go to, how to trust it and who comes. */
public final class ServerOptions {
  static final class Trust {
    @Option(names = "--plain", description = "No TLS: for a plain listener (port 7070).")
    boolean plain;

    @Option(
        names = "--ca",
        paramLabel = "FILE",
        description = "Trust the authorities in this PEM file, and no others.")
    Path authority;

    @Option(
        names = "--system-trust",
        description = "Trust the authorities that Java trusts, and no others.")
    boolean system;

    @Option(
        names = "--fingerprint",
        paramLabel = "SHA256",
        description = "Trust the certificate with this fingerprint, now and from now on.")
    String fingerprint;
  }

  /** What to do where nobody can be asked for a password. */
  public static final String HOW_TO_SIGN_IN =
      "Give its password by --password-file, --password-command or the variable PARLEY_PASSWORD, or"
          + " come by another name.";

  /** What stands on the command line for an invitation that the launcher took out of it. */
  private static final String HANDED_OVER = "parley:";

  /** Where to go if nobody says anything. */
  static final String HERE = "localhost";

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @ArgGroup Trust trust = new Trust();

  @ArgGroup PasswordOptions password = new PasswordOptions();

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description =
          "The name to come with (PARLEY_NAME, or your login name; then another one is"
              + " taken where it is in use).")
  String name;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "A file with a token: your account's, which signs in, or the operator's (or the variable"
              + " PARLEY_TOKEN).")
  Path tokenFile;

  @Option(
      names = "--token-command",
      paramLabel = "COMMAND",
      description = "What prints such a token as its first line: 'pass show chat-token'.")
  String tokenCommand;

  @ArgGroup(exclusive = false)
  Shown shown = new Shown();

  /** A certificate that signs in. */
  static final class Shown {
    @Option(
        names = "--cert",
        paramLabel = "FILE",
        required = true,
        description = "A certificate in PEM that signs you in, where the server asks for one.")
    Path certificate;

    @Option(
        names = "--key",
        paramLabel = "FILE",
        required = true,
        description = "Its key, which only you can read.")
    Path key;
  }

  @Option(
      names = "--known-hosts",
      paramLabel = "FILE",
      description = "Where fingerprints are remembered (~/.local/state/parley/known-hosts).")
  Path knownHosts;

  @Option(
      names = "--connect-timeout",
      paramLabel = "SECONDS",
      defaultValue = "10",
      description = "How long a connection may take to come about (${DEFAULT-VALUE}).")
  int timeoutSeconds;

  /** What is meant for one server, and must reach no other. */
  private static final Set<String> OF_ONE =
      Set.of("PARLEY_SERVER", "PARLEY_INVITATION", "PARLEY_TOKEN", "PARLEY_PASSWORD");

  private final Map<String, String> environment;

  private final NamedServer named;

  public ServerOptions() {
    this(System.getenv());
  }

  private ServerOptions(Map<String, String> environment) {
    this.environment = environment;
    named = new NamedServer(environment);
  }

  /**
   * For another server beside this one: by what name one comes, and where servers are remembered.
   * How this one is trusted and what signs in there is nothing to another.
   */
  public ServerOptions another() {
    Map<String, String> others = new HashMap<>(environment);
    others.keySet().removeAll(OF_ONE);
    ServerOptions another = new ServerOptions(others);
    another.command = command;
    another.name = name;
    another.knownHosts = knownHosts;
    another.timeoutSeconds = timeoutSeconds;
    return another;
  }

  /** What the server of an address is called: by its name in the settings, or by its place. */
  public String label(Address address) {
    int usual = security().defaultPort();
    return named
        .name()
        .orElseGet(
            () -> Printable.line(address.port() == usual ? address.host() : address.place()));
  }

  /** The command line that these are of. */
  public CommandLine commandLine() {
    return command.commandLine();
  }

  /** Where this user's files are. */
  public Folders folders() {
    return Folders.of(environment);
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** What this person has set. */
  public ChatConfig config() {
    return named.config();
  }

  /** The rooms to be in from the start. */
  public List<String> rooms() {
    return named.rooms();
  }

  private String printedBy(Profile.Key key) throws IOException {
    try {
      return named.printedBy(key);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /**
   * The address, from what was given, or {@code PARLEY_SERVER}, or the settings, or this machine;
   * where it is a server of the settings, what they say of it counts from now on.
   *
   * @param given null where nothing was
   */
  public Address address(String given) {
    String text = given != null ? given : environment.get("PARLEY_SERVER");
    if (text != null && Invitation.isMeant(text)) {
      throw new ParameterException(
          command.commandLine(),
          "An invitation is for chat alone, once: chat 'parley://…'. Then you have an account.");
    }
    try {
      return named
          .find(text, () -> security().defaultPort())
          .orElseGet(() -> Address.parse(text == null ? HERE : text, security().defaultPort()));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /**
   * The invitation that was given in the place of an address, empty where none was. The launcher
   * puts it into the environment, since everybody on a machine can see command lines.
   *
   * @param given as in {@link #address}
   */
  public Optional<Invitation> invitation(String given) {
    String text =
        HANDED_OVER.equals(given) ? environment.getOrDefault("PARLEY_INVITATION", given) : given;
    if (text == null || !Invitation.isMeant(text)) {
      return Optional.empty();
    }
    if (trust.plain || trust.system || trust.authority != null || trust.fingerprint != null) {
      throw new ParameterException(
          command.commandLine(),
          "An invitation says itself which server to trust: leave the other options for that out.");
    }
    try {
      return Optional.of(Invitation.parse(text));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  private Security security(Invitation invitation) {
    return invitation.fingerprint() == null
        ? new Security.Plain()
        : new Security.FirstUse(knownHosts(), null, invitation.fingerprint());
  }

  private KnownHosts knownHosts() {
    return new KnownHosts(knownHosts == null ? folders().knownHosts() : knownHosts);
  }

  public Security security() {
    if (trust.plain) {
      return new Security.Plain();
    }
    if (trust.authority != null) {
      return new Security.Authority(trust.authority);
    }
    if (trust.system) {
      return new Security.SystemTrust();
    }
    if (trust.fingerprint == null && named.isFound()) {
      return named.security(knownHosts());
    }
    try {
      return new Security.FirstUse(
          knownHosts(), trust.fingerprint == null ? null : Fingerprint.parse(trust.fingerprint));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--fingerprint: " + e.getMessage());
    }
  }

  /** For a server that invited this person. */
  public Dialer dialer(Invitation invitation, Consumer<String> says) {
    return dialer(invitation.address(), security(invitation), says);
  }

  public Dialer dialer(Address address, Consumer<String> says) {
    return dialer(address, security(), says);
  }

  private Dialer dialer(Address address, Security security, Consumer<String> says) {
    if (timeoutSeconds < 1 || timeoutSeconds > 600) {
      throw new ParameterException(
          command.commandLine(), "--connect-timeout goes from 1 to 600 seconds.");
    }
    return new Dialer(address, security, Duration.ofSeconds(timeoutSeconds), says)
        .showing(identity());
  }

  /** The certificate that was named; null for none. */
  private ClientIdentity identity() {
    if (shown.certificate == null) {
      return null;
    }
    try {
      return ClientIdentity.read(shown.certificate, shown.key);
    } catch (IOException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /** Whether somebody chose the name, so that no other one will do. */
  public boolean isNameChosen(Address address) {
    return isNameGiven(address) || shown.certificate != null;
  }

  private boolean isNameGiven(Address address) {
    return name != null || address.name() != null || environment.containsKey("PARLEY_NAME");
  }

  /** Whoever uses this machine, as a name in the chat. */
  public String loginName() {
    return LoginName.asChatName(System.getProperty("user.name"));
  }

  /** An account's password, where one was given; null where none was. */
  public String password() throws IOException {
    if (!password.isGiven()) {
      // Before the variable, which may be for another server.
      String printed = printedBy(Profile.Key.PASSWORD_COMMAND);
      if (printed != null) {
        return printed;
      }
    }
    return password.password(environment);
  }

  /** What this program is called to a server. */
  public static String client() {
    return "chat/" + Build.THIS;
  }

  /** Who comes, with the password of their account where one was given, for this visit. */
  Request.Hello hello(Address address) throws IOException {
    Request.Hello guest = guest(address);
    String given = AccountToken.is(guest.token()) ? null : password();
    try {
      return given == null
          ? guest
          : new Request.Hello(
              null, guest.name(), guest.token(), guest.client(), null, null, null, given, null);
    } catch (InvalidRequest e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /** Who comes, without a password. */
  public Request.Hello guest(Address address) {
    String wanted =
        name != null
            ? name
            : address.name() != null
                ? address.name()
                : environment.getOrDefault("PARLEY_NAME", System.getProperty("user.name"));
    try {
      String token = token();
      // A token says whose it is, and so does a certificate.
      String certified = identity() == null ? null : identity().name();
      String otherwise =
          AccountToken.is(token)
              ? null
              : certified != null ? certified : LoginName.asChatName(wanted);
      return new Request.Hello(
          null, isNameGiven(address) ? wanted : otherwise, token, client(), null, null, null);
    } catch (InvalidRequest e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  /** Whether it was said of the token's file that others can read it. */
  private boolean warned;

  private String token() {
    if (tokenCommand != null) {
      try {
        return PasswordOptions.firstLine(
            PasswordOptions.printed(tokenCommand), "The token command printed no token.");
      } catch (IOException e) {
        throw new ParameterException(command.commandLine(), e.getMessage());
      }
    }
    if (tokenFile == null) {
      try {
        String printed = printedBy(Profile.Key.TOKEN_COMMAND);
        if (printed != null) {
          return printed;
        }
      } catch (IOException e) {
        throw new ParameterException(command.commandLine(), e.getMessage());
      }
      String token = environment.getOrDefault("PARLEY_TOKEN", "").strip();
      return token.isEmpty() ? null : token;
    }
    try {
      if (!warned) {
        warned = true;
        PrivateFile.openToOthers(tokenFile).ifPresent(Console::say);
      }
      String token =
          ByteOrderMark.without(Files.readString(tokenFile)).lines().findFirst().orElse("").strip();
      if (token.isEmpty()) {
        throw new ParameterException(command.commandLine(), tokenFile + " holds no token.");
      }
      return token;
    } catch (IOException e) {
      throw new ParameterException(
          command.commandLine(), "Cannot read the token from " + tokenFile + ".");
    }
  }
}
