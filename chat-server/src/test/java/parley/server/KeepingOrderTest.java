package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.server.admin.AdminResult;
import parley.server.admin.Caller;

/** What those who keep order are told, and what holds of what they say. */
class KeepingOrderTest {
  @TempDir private static Path folder;
  private static Cast cast;

  @BeforeAll
  static void start() throws Exception {
    cast = new Cast(folder, "accounts.password-memory=7168", "accounts.password-passes=1");
    for (String name : List.of("otto", "ann", "ben", "cat")) {
      cast.account(name);
    }
    cast.console("operator otto");
  }

  @AfterAll
  static void stop() throws Exception {
    cast.close();
  }

  @Test
  void operatorsAreToldOfAReportAndListThoseThatAreOpen() throws Exception {
    cast.good(List.of("ann", "ben"), "'type':'join','room':'square'");
    long advert = cast.say("ben", "square", "buy this");
    cast.silent("program");
    String token = cast.console("token add otto ci");
    String secret = token.substring(token.indexOf("parley_")).strip();
    cast.good("program", "'type':'hello','token':'" + secret + "'");
    cast.good("ann", "'type':'report','seq':" + advert + ",'reason':'an advert'");
    await()
        .until(() -> !cast.heard("otto", "ann reported message " + advert + " of ben").isEmpty());
    for (String other : List.of("ann", "ben", "cat", "program")) {
      assertEquals(List.of(), cast.heard(other, "reported message"), other);
    }
    String open = cast.console("audit --reports");
    assertTrue(open.contains("reported message " + advert + " of ben in square: an advert"), open);
    assertEquals(1, open.lines().filter(line -> line.contains("ann")).count(), open);
    cast.good("ben", "'type':'delete','seq':" + advert);
    assertEquals("No report is open.", cast.console("audit --reports"));
  }

  @Test
  void whoIsPutOutOfAPrivateRoomComesBackByAnInvitationAndThatIsSaid() throws Exception {
    cast.good(List.of("ann", "ben"), "'type':'join','room':'den'");
    assertEquals("ben was kicked from den.", cast.console("kick ben den"));
    cast.good("ben", "'type':'join','room':'den'");
    cast.good("ann", "'type':'room','room':'den','set':{'private':true}");
    String again = " It is private: they come back once they are invited, room invite den ben.";
    assertEquals("ben was kicked from den." + again, cast.console("kick ben den"));
    cast.console("room bar den ben ban");
    assertEquals("ben may come into den." + again, cast.console("room bar den ben ban --remove"));
    cast.refused("no-such-room", "ben", "'type':'join','room':'den'");
    cast.console("room invite den ben");
    cast.good("ben", "'type':'join','room':'den'");
  }

  @Test
  void anArchivedRoomKeepsItsTopic() throws Exception {
    cast.good("ann", "'type':'join','room':'old'");
    cast.good("ann", "'type':'topic','room':'old','text':'as it was'");
    cast.console("room set old archived on");
    AdminResult refused = cast.server.server.admin().run("topic old another", Caller.console());
    assertFalse(refused.ok());
    assertTrue(refused.text().startsWith("old is archived"), refused::text);
    cast.console("room set old archived off");
    cast.console("topic old another");
  }

  @Test
  void whoIsBannedFromARoomInvitesNobodyIntoIt() throws Exception {
    cast.good(List.of("ann", "otto"), "'type':'join','room':'club'");
    String into = "'type':'admin','line':'invite --room club --uses 5'";
    String secret = Cast.secret(cast.good("otto", into).get("text").asString());
    comes("dan", secret);
    cast.console("room bar club otto ban");
    comes("eve", secret);
    String members = cast.console("who club");
    assertTrue(members.contains("dan") && !members.contains("eve"), members);
  }

  private static void comes(String name, String secret) throws Exception {
    cast.silent(name);
    cast.good(
        name,
        "'type':'register','name':'%s','password':'%s','invitation':'%s'"
            .formatted(name, Cast.PASSWORD, secret));
  }
}
