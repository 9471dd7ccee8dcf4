package parley.server.account;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.text.Normalizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import parley.server.config.GuestRooms;
import parley.server.config.Settings;
import parley.server.net.Network;

/** How passwords are kept and tried. */
class PasswordsTest {
  private static final Network HERE = Network.of("192.0.2.1");
  private static final Network THERE = Network.of("198.51.100.1");

  private Settings.Accounts settings = costing(7_168);
  private final Passwords passwords = new Passwords(() -> settings);

  @AfterEach
  void close() {
    passwords.close();
  }

  private static Settings.Accounts costing(int kib) {
    return new Settings.Accounts(
        Settings.Registration.INVITE,
        Settings.Forgetting.OFF,
        GuestRooms.EVERYWHERE,
        kib,
        2,
        Optional.empty(),
        Duration.ofSeconds(5),
        Settings.Switch.OFF);
  }

  @Test
  void aPasswordIsTheSameHoweverItWasTypedAndNoOtherIs() throws Exception {
    String typed = "straße \u00fcber \u00e9t\u00e9";
    String kept = passwords.verifier(typed, HERE);
    assertTrue(kept.startsWith("$argon2id$v=19$m=7168,t=2,p=1$"), kept);
    assertFalse(kept.contains("stra"));
    assertNotEquals(kept, passwords.verifier(typed, HERE), "each has a salt of its own");
    String apart = Normalizer.normalize(typed, Normalizer.Form.NFD);
    assertTrue(passwords.matches(apart, kept, null, HERE));
    for (String other : List.of("", "Straße über été", typed + " ", typed.substring(1))) {
      assertFalse(passwords.matches(other, kept, null, HERE), other);
    }
    assertFalse(passwords.matches(typed, null, null, HERE), "there is no such account");
  }

  @Test
  void whatItCostsIsWrittenWithItAndHoldsUntilItIsSetAnew() throws Exception {
    String kept = passwords.verifier("a long password", HERE);
    assertFalse(passwords.isOutdated(kept));
    settings = costing(8_192);
    assertTrue(passwords.isOutdated(kept));
    assertTrue(passwords.matches("a long password", kept, null, HERE));
    assertFalse(passwords.isOutdated(passwords.verifier("a long password", HERE)));
  }

  @Test
  void oneNetworkHasFewOfThePlacesAndTakesNoneFromOthers() throws Exception {
    settings = costing(131_072);
    Callable<Boolean> busy =
        () -> {
          try {
            passwords.verifier("a long password", HERE);
            return false;
          } catch (Passwords.BusyException e) {
            return true;
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> many = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        many.add(threads.submit(busy));
      }
      assertFalse(passwords.matches("x", null, null, THERE), "one of another has a place");
      int refused = 0;
      for (Future<Boolean> each : many) {
        refused += each.get() ? 1 : 0;
      }
      assertTrue(refused > 0 && refused <= 8, "refused: " + refused);
    }
    assertFalse(busy.call(), "and afterwards there is one again");
  }
}
