package parley.client.link;

import java.time.Duration;
import java.util.List;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;

/** What a {@link Link} tells its owner, in the order it happened. */
public sealed interface LinkEvent {

  /** An attempt begins. */
  record Connecting() implements LinkEvent {}

  /**
   * The server knows who this is.
   *
   * @param resumed whether it is the place from before, so that the stream goes on without a gap
   * @param again whether there was another connection before this one
   * @param resending messages that now go out once more
   * @param unsure messages that may or may not be there and wait for a decision
   * @param protection the TLS version, or {@code plain}
   * @param otherLog whether the server has another log than before, from a backup perhaps: no
   *     number of a message and no id of a person means what it did
   */
  record Connected(
      Reply.Welcome welcome,
      boolean resumed,
      boolean again,
      int resending,
      List<PendingMessage> unsure,
      String protection,
      boolean otherLog)
      implements LinkEvent {}

  /** An event, each once and in order. */
  record Told(Event event) implements LinkEvent {}

  /** The reply to something else than {@code send}. */
  record Answered(Request request, Reply reply) implements LinkEvent {}

  /** The line broke before this was answered; it may or may not have been done. */
  record Unanswered(Request request) implements LinkEvent {}

  /** The message is on the server's disk. */
  record Acknowledged(PendingMessage message, Reply.Sent ok) implements LinkEvent {}

  /** The message was refused for good and is not kept. */
  record NotSent(PendingMessage message, Reply.Refused refused) implements LinkEvent {}

  /** The message was refused for now and goes out again. */
  record Delayed(PendingMessage message, Duration delay, Reply.Refused refused)
      implements LinkEvent {}

  /** The server does not know the place from before; a new one is asked for. */
  record PlaceLost(String why) implements LinkEvent {}

  /** The name is taken; this one is tried in its place. */
  record NameTaken(String name, String next) implements LinkEvent {}

  /** A connection is gone or could not be made; the next attempt comes after the delay. */
  record Lost(String why, Duration delay) implements LinkEvent {}

  /** How long the server took to answer just now. */
  record RoundTrip(Duration time) implements LinkEvent {}

  /** It is over, and no more happens. */
  record Ended(LinkEnding ending, String sentence) implements LinkEvent {}
}
