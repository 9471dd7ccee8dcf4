package parley.server.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import parley.server.config.Settings;
import parley.server.fanout.Roster;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;

/**
 * How much the log may grow by what one person does, and by all of a network, in a day: a day's
 * worth may come at once, and it grows back evenly. A limit of requests a second is none on bytes,
 * and what is in the log stays there. On any thread.
 */
public final class LogGrowth {
  /** People and networks that are remembered. */
  private static final int KEYS = 20_000;

  private static final Duration DAY = Duration.ofDays(1);

  private final Buckets<String> people = new Buckets<>(KEYS);
  private final Buckets<Network> networks = new Buckets<>(KEYS);
  private final Roster roster;

  public LogGrowth(Roster roster) {
    this.roster = roster;
  }

  /** What a request was charged. */
  final class Charge {
    private final String person;
    private final Network network;
    final double bytes;

    /** A refusal where it was too much, and nothing was charged; else null. */
    final Reply.Refused refused;

    private Charge(String person, Network network, double bytes, Reply.Refused refused) {
      this.person = person;
      this.network = network;
      this.bytes = bytes;
      this.refused = refused;
    }

    /** Gives it back where the reply says that nothing was written. */
    void settle(ServerMessage reply) {
      boolean written =
          switch (reply) {
            case Reply.Refused _ -> false;
            case Reply.Sent sent -> sent.duplicate() == null;
            case Reply.Joined joined -> joined.seq() != null;
            case Reply.MemberList _,
                Reply.RoomList _,
                Reply.RoomFound _,
                Reply.TalkList _,
                Reply.PersonFound _,
                Reply.Named _,
                Reply.AdminText _,
                Reply.Registered _,
                Reply.SessionList _,
                Reply.TokenMade _,
                Reply.TokenList _,
                Reply.Exported _,
                Reply.PasswordChanged _,
                Reply.Ticket _,
                Reply.Carrying _,
                Reply.Done _,
                Reply.Welcome _,
                Reply.History _,
                Reply.Pong _,
                Reply.Echo _,
                Event _ ->
                true;
            case null -> true;
          };
      if (written || bytes == 0) {
        return;
      }
      networks.giveBack(network, bytes);
      if (person != null) {
        people.giveBack(person, bytes);
      }
    }
  }

  /**
   * Charges a request, where there is enough.
   *
   * @param person who asks, null before hello
   * @param now {@link System#nanoTime}
   */
  Charge charge(
      Request request,
      RequestTerms terms,
      String person,
      Network network,
      Settings.Limits limits,
      long now) {
    double each = (double) limits.logBytesPerDay();
    double all = (double) limits.logBytesPerDayPerAddress();
    if (limits.logBytesPerDay() == Settings.NO_BYTES
        && limits.logBytesPerDayPerAddress() == Settings.NO_BYTES) {
      return new Charge(person, network, 0, null);
    }
    int rooms = person != null && terms.perRoom() ? roster.roomsOf(person).size() : 0;
    double bytes = (double) terms.logBytes(rooms);
    if (bytes == 0) {
      return new Charge(person, network, 0, null);
    }
    long wait = networks.tryTake(network, Math.min(bytes, all), Rate.of(all, DAY), now);
    if (wait > 0) {
      return refused(request, person, network, "From your network", wait);
    }
    if (person == null) {
      return new Charge(null, network, bytes, null);
    }
    wait = people.tryTake(person, Math.min(bytes, each), Rate.of(each, DAY), now);
    if (wait > 0) {
      networks.giveBack(network, bytes);
      return refused(request, person, network, "From you", wait);
    }
    return new Charge(person, network, bytes, null);
  }

  private Charge refused(
      Request request, String person, Network network, String whose, long nanos) {
    int seconds = Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(nanos)) + 1;
    return new Charge(
        person,
        network,
        0,
        new Reply.Refused(
            request.id(),
            ErrorCode.RATE_LIMITED,
            whose + " came as much as this server keeps in a day. Try again in " + seconds + " s.",
            seconds));
  }
}
