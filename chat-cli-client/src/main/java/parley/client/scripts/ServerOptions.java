package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import parley.client.files.Folders;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.net.Fingerprint;
import parley.client.net.KnownHosts;
import parley.client.net.Security;
import parley.protocol.ByteOrderMark;
import parley.protocol.InvalidRequest;
import parley.protocol.Request;
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

  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @ArgGroup Trust trust = new Trust();

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
      description = "A file with the operator's token (or the variable PARLEY_TOKEN).")
  Path tokenFile;

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

  private final Map<String, String> environment = System.getenv();

  /** Where this user's files are. */
  public Folders folders() {
    return Folders.of(environment, Folders.home(environment));
  }

  public Map<String, String> environment() {
    return environment;
  }

  /**
   * The address, from what was given, or {@code PARLEY_SERVER}, or this machine.
   *
   * @param given null where nothing was
   */
  public Address address(String given) {
    String text = given != null ? given : environment.getOrDefault("PARLEY_SERVER", "localhost");
    try {
      return Address.parse(text, security().defaultPort());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
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
    try {
      return new Security.FirstUse(
          new KnownHosts(knownHosts == null ? folders().knownHosts() : knownHosts),
          trust.fingerprint == null ? null : Fingerprint.parse(trust.fingerprint));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--fingerprint: " + e.getMessage());
    }
  }

  public Dialer dialer(Address address, Consumer<String> says) {
    if (timeoutSeconds < 1 || timeoutSeconds > 600) {
      throw new ParameterException(
          command.commandLine(), "--connect-timeout goes from 1 to 600 seconds.");
    }
    return new Dialer(address, security(), Duration.ofSeconds(timeoutSeconds), says);
  }

  /** Whether somebody chose the name, so that no other one will do. */
  public boolean isNameChosen(Address address) {
    return name != null || address.name() != null || environment.containsKey("PARLEY_NAME");
  }

  /** Who comes. */
  public Request.Hello hello(Address address) {
    String wanted =
        name != null
            ? name
            : address.name() != null
                ? address.name()
                : environment.getOrDefault("PARLEY_NAME", System.getProperty("user.name"));
    try {
      return new Request.Hello(
          null,
          isNameChosen(address) ? wanted : LoginName.asChatName(wanted),
          token(),
          "chat/" + Version.NUMBER,
          null,
          null,
          null);
    } catch (InvalidRequest e) {
      throw new ParameterException(command.commandLine(), e.getMessage());
    }
  }

  private String token() {
    if (tokenFile == null) {
      String token = environment.getOrDefault("PARLEY_TOKEN", "").strip();
      return token.isEmpty() ? null : token;
    }
    try {
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
