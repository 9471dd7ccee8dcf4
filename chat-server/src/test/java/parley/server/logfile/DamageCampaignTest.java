package parley.server.logfile;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link DamagedEventsTest} with thousands of changed files: minutes. */
@Tag("campaign")
class DamageCampaignTest extends DamagedEventsTest {
  @Test
  void thousandsOfFlippedBitsAndCuts() throws Exception {
    flips(60, 2);
    truncations(200, 2);
    System.out.println("many flips and cuts: " + outcomes);
  }
}
