package parley.server.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.server.net.Network;

class CrowdTest {
  private static final Network ANN = Network.of("192.0.2.1");
  private static final Network BOB = Network.of("192.0.2.2");
  private static final Network EVE = Network.of("2001:db8::1");

  private final Crowd crowd = new Crowd();
  private final List<String> out = new ArrayList<>();

  @Test
  void theOldestOfTheSameNetworkGivesWay() {
    enter("a1", ANN, 2, 100);
    enter("b1", BOB, 2, 100);
    enter("a2", ANN, 2, 100);
    enter("a3", ANN, 2, 100);
    assertEquals(List.of("a1"), out);
    assertEquals(3, crowd.taken());
  }

  @Test
  void whereAllPlacesAreTakenTheNetworkWithMostGivesOneBack() {
    enter("a1", ANN, 9, 4);
    enter("e1", EVE, 9, 4);
    enter("e2", Network.of("2001:db8::2"), 9, 4);
    enter("e3", Network.of("2001:db8:0:0:ffff::3"), 9, 4);
    enter("b1", BOB, 9, 4);
    assertEquals(List.of("e1"), out);
  }

  @Test
  void whoLeftHasNothingToLoseAndMayLeaveAgain() {
    Crowd.Place first = enter("a1", ANN, 2, 100);
    enter("a2", ANN, 2, 100);
    first.leave();
    first.leave();
    enter("a3", ANN, 2, 100);
    assertEquals(List.of(), out);
    enter("a4", ANN, 2, 100);
    assertEquals(List.of("a2"), out);
  }

  @Test
  void aPlaceThatWasLostIsNotGivenBackTwice() {
    Crowd.Place first = enter("a1", ANN, 1, 100);
    enter("a2", ANN, 1, 100);
    first.leave();
    assertEquals(1, crowd.taken());
  }

  /** The settings may have become smaller since. */
  @Test
  void asManyGiveWayAsThereAreTooMany() {
    enter("a1", ANN, 5, 100);
    enter("a2", ANN, 5, 100);
    enter("a3", ANN, 5, 100);
    enter("a4", ANN, 2, 100);
    assertEquals(List.of("a1", "a2"), out);
  }

  private Crowd.Place enter(String name, Network network, int ofNetwork, int inAll) {
    return crowd.enter(network, ofNetwork, inAll, () -> out.add(name));
  }
}
