package parley.server.session;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import parley.protocol.Names;
import parley.protocol.Reply;
import parley.server.config.Settings;
import parley.server.decide.Act;
import parley.server.fanout.Roster;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;
import parley.server.state.Asker;
import parley.server.state.Room;

/**
 * How fast people make rooms, of which there are only so many: each person, and all of a network
 * together. Whether a room is new is known when it was decided; so what it would cost is taken
 * before, and given back where there was such a room. Joining one that is there costs nothing. On
 * any thread.
 */
public final class RoomRate {
  /** People and networks that are remembered. */
  private static final int KEYS = 10_000;

  /** What a network may make at once, and in an hour, as many times one person's share. */
  private static final int NETWORK_AT_ONCE = 3;

  private static final int NETWORK_AN_HOUR = 10;

  private static final double HOUR_SECONDS = 3_600;

  private final Buckets<String> people = new Buckets<>(KEYS);
  private final Buckets<Network> networks = new Buckets<>(KEYS);

  /**
   * A request to join, and what is to be done when its reply is there.
   *
   * @param settle told the reply
   */
  record Asked(Act.Join command, Consumer<Reply> settle) {}

  /**
   * @param now {@link System#nanoTime}
   */
  Asked ask(
      String re,
      Asker.Person by,
      String room,
      Network network,
      int perHour,
      Roster roster,
      long now) {
    if (perHour >= Settings.NONE || Names.fold(room).equals(Room.FIRST)) {
      return new Asked(new Act.Join(re, by, room), _ -> {});
    }
    String person = by.id();
    Rate each = Rate.of(perHour, Duration.ofHours(1));
    Rate all =
        new Rate(
            perHour * (double) NETWORK_AN_HOUR / HOUR_SECONDS, (double) perHour * NETWORK_AT_ONCE);
    // One that is there may be gone by then: it is paid for afterwards.
    boolean there = roster.hasRoom(room);
    long wait =
        there
            ? Math.max(people.look(person, 1, each, now), networks.look(network, 1, all, now))
            : take(person, each, network, all, now);
    boolean taken = !there && wait == 0;
    int seconds = wait == 0 ? 0 : Math.toIntExact(TimeUnit.NANOSECONDS.toSeconds(wait)) + 1;
    return new Asked(
        new Act.Join(re, by, room, seconds, false),
        reply -> {
          boolean made =
              reply instanceof Reply.Joined ok
                  && ok.seq() != null
                  && roster.wasMadeBy(ok.seq(), ok.room());
          if (made && !taken) {
            people.take(person, 1, each, System.nanoTime());
            networks.take(network, 1, all, System.nanoTime());
          } else if (taken && !made) {
            people.giveBack(person, 1);
            networks.giveBack(network, 1);
          }
        });
  }

  private long take(String person, Rate each, Network network, Rate all, long now) {
    long wait = people.tryTake(person, 1, each, now);
    if (wait > 0) {
      return wait;
    }
    long networks = this.networks.tryTake(network, 1, all, now);
    if (networks > 0) {
      people.giveBack(person, 1);
    }
    return networks;
  }
}
