package parley.client.link;

import java.time.Instant;
import parley.protocol.Addressee;
import parley.protocol.Request;

/**
 * A message that the server has not acknowledged.
 *
 * @param nonce what makes sending it again the same message
 * @param room null where it is for one person
 * @param to null where it is for a room
 * @param replyTo the message that it answers, null for none
 * @param since when it was written
 * @param toId who {@code to} is, null where that is not known
 * @param passing true where its sender need not be a member of the room, else null
 */
public record PendingMessage(
    String nonce,
    String room,
    String to,
    String text,
    Request.Kind kind,
    Long replyTo,
    Instant since,
    String toId,
    Boolean passing) {

  Request.Send request(String id) {
    return new Request.Send(id, room, to, text, nonce, kind, replyTo, toId, passing);
  }

  /** The same for whoever has the name. */
  PendingMessage toNameAlone() {
    return new PendingMessage(nonce, room, to, text, kind, replyTo, since, null, passing);
  }

  /** Where it goes, as people write it: a room's name, or a person's with {@code @} before it. */
  public String target() {
    return Addressee.ofFields(room, to, toId).title();
  }
}
