package parley.client;

import java.util.Optional;
import java.util.function.Consumer;
import parley.client.account.Invitation;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.scripts.ServerOptions;
import parley.protocol.Request;

/**
 * A server to go to.
 *
 * @param options how it is trusted, and who comes; for this server alone
 * @param text what somebody types to come there
 * @param invitation null for none
 * @param known who comes, where nothing else is known of them; null while nobody needs it
 */
record Destination(
    ServerOptions options,
    String text,
    Address address,
    Invitation invitation,
    Request.Hello known) {
  /**
   * @param given as it was written, null for where one goes without
   */
  static Destination of(ServerOptions options, String given) {
    Optional<Invitation> invitation = options.invitation(given);
    Address address = invitation.map(Invitation::address).orElseGet(() -> options.address(given));
    String text = given == null || invitation.isPresent() ? address.place() : given;
    return new Destination(options, text, address, invitation.orElse(null), null);
  }

  /** With who comes, for which commands of the settings may be run. */
  Destination greeted() {
    return new Destination(options, text, address, invitation, guest());
  }

  String label() {
    return options.label(address);
  }

  /** Who comes, where nothing else is known of them. */
  Request.Hello guest() {
    return known == null ? options.guest(address) : known;
  }

  /**
   * @param says is told what is trusted from now on
   */
  Dialer dialer(Consumer<String> says) {
    return invitation == null ? options.dialer(address, says) : options.dialer(invitation, says);
  }
}
