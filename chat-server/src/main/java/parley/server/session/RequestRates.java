package parley.server.session;

import parley.server.config.Settings;
import parley.server.net.Network;
import parley.server.rate.Buckets;
import parley.server.rate.Rate;

/**
 * How fast requests are read, by person and by network, so that a new connection brings no fresh
 * burst. Nothing is refused here: what is above a rate is read later. Units are explained by {@link
 * RequestWeights}. Safe on any thread.
 */
public final class RequestRates {
  private static final int PEOPLE = 50_000;
  private static final int NETWORKS = 10_000;

  /** Bytes of replies, which one short request can ask many of: 1 MB a second for a person. */
  private static final Rate REPLIES_TO_PERSON = new Rate(1e6, 4e6);

  /** The same for all who come from one network. */
  private static final Rate REPLIES_TO_NETWORK = new Rate(4e6, 16e6);

  private final Buckets<String> people = new Buckets<>(PEOPLE);
  private final Buckets<Network> strangers = new Buckets<>(NETWORKS);
  private final Buckets<Network> networks = new Buckets<>(NETWORKS);
  private final Buckets<String> repliesToPeople = new Buckets<>(PEOPLE);
  private final Buckets<Network> repliesToNetworks = new Buckets<>(NETWORKS);

  /**
   * A wait until something may be done.
   *
   * @param nanos how long, 0 for not at all
   * @param over to be run when it is over
   */
  record Wait(long nanos, Runnable over) {
    private static final Wait NONE = new Wait(0, Wait::nothing);

    private static void nothing() {}
  }

  /**
   * A person asks something.
   *
   * @param id who
   */
  Wait ofPerson(String id, double units, Settings.Limits limits) {
    return limits.messagesPerSecond() == Settings.NONE
        ? Wait.NONE
        : alone(people, id, units, Rate.perSecond(limits.messagesPerSecond()));
  }

  /** Someone who has not said hello asks for something else; all of a network share one rate. */
  Wait ofStranger(Network network, double units, Settings.Limits limits) {
    return limits.messagesPerSecond() == Settings.NONE
        ? Wait.NONE
        : inTurns(strangers, network, units, Rate.perSecond(limits.messagesPerSecond()));
  }

  /** Anybody of a network asks something. */
  Wait ofNetwork(Network network, double units, Settings.Limits limits) {
    int rate = limits.messagesPerSecondPerAddress();
    return rate == Settings.NONE
        ? Wait.NONE
        : inTurns(networks, network, units, Rate.perSecond(rate));
  }

  /** A person was answered. */
  Wait ofReply(String id, int bytes, Settings.Limits limits) {
    return limits.messagesPerSecond() == Settings.NONE
        ? Wait.NONE
        : alone(repliesToPeople, id, bytes, REPLIES_TO_PERSON);
  }

  /** Anybody of a network was answered. */
  Wait ofReply(Network network, int bytes, Settings.Limits limits) {
    return limits.messagesPerSecondPerAddress() == Settings.NONE
        ? Wait.NONE
        : inTurns(repliesToNetworks, network, bytes, REPLIES_TO_NETWORK);
  }

  private static Wait alone(Buckets<String> buckets, String id, double amount, Rate rate) {
    return new Wait(buckets.take(id, amount, rate, System.nanoTime()), Wait::nothing);
  }

  private static Wait inTurns(Buckets<Network> buckets, Network network, double amount, Rate rate) {
    long nanos = buckets.takeTurns(network, amount, rate, System.nanoTime());
    return nanos == 0 ? Wait.NONE : new Wait(nanos, () -> buckets.waited(network));
  }
}
