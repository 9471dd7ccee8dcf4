package parley.server.file;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Who has a place among the transfers that run, and who gives theirs up for another: nobody keeps
 * somebody else out by being slow, or by being many.
 *
 * @param running guarded by the lock of {@link Transfers}
 * @param places how many may run
 */
record RunningTransfers(Collection<Transfer> running, int places) {

  /** Whether a person has half of the places already. */
  boolean hasHalf(String person) {
    return of(RunningTransfers::person, person) >= Math.max(1, places / 2);
  }

  boolean free() {
    return running.size() < places;
  }

  /**
   * Whose place a newcomer gets where none is free: a slow one's; or, of the network that has most,
   * if that stays ahead; or so of the person who has most of one's own network.
   */
  Optional<Transfer> givesWay(String person, String network, long now) {
    Optional<Transfer> slow = running.stream().filter(t -> t.slow(now)).findFirst();
    if (slow.isPresent()) {
      return slow;
    }
    Optional<Transfer> far = ofTheGreediest(running, Transfer::network, network);
    return far.isPresent()
        ? far
        : ofTheGreediest(
            running.stream().filter(t -> t.network().equals(network)).toList(),
            RunningTransfers::person,
            person);
  }

  /** The newest transfer of those who have most of them, and at least two more than one. */
  private static Optional<Transfer> ofTheGreediest(
      Collection<Transfer> among, Function<Transfer, String> whose, String one) {
    Map<String, Long> counts =
        among.stream().collect(Collectors.groupingBy(whose, Collectors.counting()));
    long most = counts.values().stream().mapToLong(n -> n).max().orElse(0);
    return most < counts.getOrDefault(one, 0L) + 2
        ? Optional.empty()
        : among.stream()
            .filter(t -> counts.get(whose.apply(t)) == most)
            .max(Comparator.comparing(Transfer::since));
  }

  private long of(Function<Transfer, String> whose, String one) {
    return running.stream().filter(t -> whose.apply(t).equals(one)).count();
  }

  private static String person(Transfer transfer) {
    return transfer.job().person();
  }
}
