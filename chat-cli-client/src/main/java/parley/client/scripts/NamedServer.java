package parley.client.scripts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import parley.client.config.ChatConfig;
import parley.client.config.ConfigFile;
import parley.client.config.Profile;
import parley.client.files.Platform;
import parley.client.net.Address;
import parley.client.net.Fingerprint;
import parley.client.net.KnownHosts;
import parley.client.net.Security;

/** The server of a command line, where it is one that this person's settings name. */
final class NamedServer {
  /** What may have been meant as a name, and hardly as a host. */
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

  private final Map<String, String> environment;

  /** Null as long as nobody needs it. */
  private ChatConfig config;

  /** Null where no server was named. */
  private Profile profile;

  NamedServer(Map<String, String> environment) {
    this.environment = environment;
  }

  ChatConfig config() {
    if (config == null) {
      config = ConfigFile.read(ConfigFile.of(environment));
    }
    return config;
  }

  /** Whether one was named, so that what is said of it counts. */
  boolean isFound() {
    return profile != null;
  }

  /** What it is called in the settings; empty where none was named. */
  Optional<String> name() {
    return Optional.ofNullable(profile).map(Profile::name);
  }

  List<String> rooms() {
    return profile == null ? List.of() : profile.rooms();
  }

  /**
   * Looks for it, and answers where it is; empty where none is meant.
   *
   * @param text as it was written, null where nothing was
   * @param defaultPort where it says none; asked for once the server is found
   * @throws IllegalArgumentException where nobody knows what is meant, because the settings are
   *     wrong
   */
  Optional<Address> find(String text, IntSupplier defaultPort) {
    profile = profile(text);
    if (profile == null) {
      return Optional.empty();
    }
    Address there = Address.parse(profile.text(Profile.Key.ADDRESS), defaultPort.getAsInt());
    int at = text == null ? -1 : text.lastIndexOf('@');
    String own = profile.text(Profile.Key.NAME);
    String as = at > 0 ? text.substring(0, at) : own != null ? own : there.name();
    return Optional.of(new Address(as, there.host(), there.port()));
  }

  private Profile profile(String text) {
    String host = text == null ? null : text.substring(text.lastIndexOf('@') + 1);
    String name = host == null ? config().defaultServer().orElse(null) : host;
    if (name != null && config().profiles().containsKey(name)) {
      return config().profiles().get(name);
    }
    boolean lost =
        host == null
            ? name != null || !config().whole()
            : config().broken().contains(host) || !config().whole() && isBare(host);
    if (lost) {
      throw new IllegalArgumentException(String.join("\n", config().sentences()));
    }
    return null;
  }

  private static boolean isBare(String host) {
    return BARE.matcher(host).matches() && !host.equals(ServerOptions.HERE);
  }

  /** How its settings say that it is to be trusted. */
  Security security(KnownHosts known) {
    if (profile.plain()) {
      return new Security.Plain();
    }
    if (profile.systemTrust()) {
      return new Security.SystemTrust();
    }
    Path authority = profile.authority(Platform.of(environment).home().toString());
    if (authority != null) {
      return new Security.Authority(authority);
    }
    String shown = profile.text(Profile.Key.FINGERPRINT);
    return new Security.FirstUse(known, shown == null ? null : Fingerprint.parse(shown));
  }

  /**
   * What a command of its settings prints first; null where there is none.
   *
   * @throws IllegalArgumentException where it is not run, since others may have written it
   */
  String printedBy(Profile.Key key) throws IOException {
    String asked = profile == null ? null : profile.text(key);
    if (asked == null) {
      return null;
    }
    if (!config().openToOthers().isEmpty()) {
      throw new IllegalArgumentException(
          "%s of [servers.%s] is not run. %s"
              .formatted(key.word(), profile.name(), config().openToOthers()));
    }
    return PasswordOptions.firstLine(
        PasswordOptions.printed(asked),
        "%s of [servers.%s] printed nothing.".formatted(key.word(), profile.name()));
  }
}
