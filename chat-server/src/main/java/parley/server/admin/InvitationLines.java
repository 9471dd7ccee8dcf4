package parley.server.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import parley.protocol.Reply;
import parley.server.decide.Act;
import parley.server.sequence.Sequencer;
import parley.server.session.Secret;
import parley.server.state.Asker;
import parley.server.state.ServerRole;
import parley.server.stats.SteadyClock;

/**
 * Invitations as they are given to people: one line that holds where the server is, how its
 * certificate is known and the secret, {@code parley://NAME@HOST:PORT/#SECRET.FINGERPRINT}.
 */
public final class InvitationLines {
  private static final long OWNERS_MILLIS = 30L * 24 * 3_600_000;

  private final Sequencer sequencer;
  private final Supplier<Place> place;

  /**
   * Where the server is reached.
   *
   * @param authority host and port
   * @param fingerprint SHA-256 in hex of the certificate's authority, or of the certificate where
   *     it has none of its own; empty without TLS
   */
  public record Place(String authority, Optional<String> fingerprint) {}

  public InvitationLines(Sequencer sequencer, Supplier<Place> place) {
    this.sequencer = sequencer;
    this.place = place;
  }

  /**
   * The line.
   *
   * @param name what the account is called, null where that is open
   */
  String line(String secret, String name) {
    Place at = place.get();
    String user =
        name == null
            ? ""
            : URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20") + "@";
    return "parley://%s%s/#%s.%s"
        .formatted(user, at.authority(), secret, at.fingerprint().orElse("plain"));
  }

  /** The one by which the first owner comes; empty where it could not be written down. */
  public Optional<String> owner() throws InterruptedException {
    String secret = Secret.fresh();
    Reply reply =
        sequencer.ask(
            new Act.Invite(
                Asker.CONSOLE,
                Secret.hash(secret),
                null,
                null,
                ServerRole.OWNER,
                List.of(),
                SteadyClock.millis() + OWNERS_MILLIS,
                1));
    return reply instanceof Reply.Refused ? Optional.empty() : Optional.of(line(secret, null));
  }
}
