package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import parley.protocol.ErrorCode;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.testkit.Client;

/** A hello that is refused costs whoever said it, and nobody else. */
@Execution(ExecutionMode.CONCURRENT)
class RefusedHelloTest {
  private static final int GUESTS = 5;

  @TempDir Path folder;

  /** A wrong hello of each kind that gets as far as the server's decision. */
  private static List<Request.Hello> wrong(Reply.Welcome place) {
    return List.of(
        Request.Hello.as("taken", place.name()),
        Request.Hello.as("reserved", "server"),
        new Request.Hello("session", "x", null, null, "A".repeat(22), null, null));
  }

  @Test
  void newcomersOfTheSameAddressAreLetIn() throws Exception {
    try (TestServer server =
            TestServer.in(folder, "limits.guests-per-minute-per-address=" + (GUESTS + 1));
        Client first = Client.framed(server.plain());
        Client hostile = Client.framed(server.plain())) {
      Reply.Welcome place = first.hello("first");
      for (int round = 0; round < 4; round++) {
        for (Request.Hello hello : wrong(place)) {
          assertTrue(hostile.refused(hello) != ErrorCode.RATE_LIMITED, hello.id());
        }
      }
      List<Client> guests = new ArrayList<>();
      for (int i = 0; i < GUESTS; i++) {
        Client guest = Client.framed(server.plain());
        guests.add(guest);
        assertEquals("guest" + i, guest.hello("guest" + i).name());
      }
      try (Client late = Client.framed(server.plain())) {
        assertEquals(ErrorCode.RATE_LIMITED, late.refused(Request.Hello.as("l", "late")));
      }
      for (Client guest : guests) {
        guest.close();
      }
    }
  }

  /** Many at once hold all places for a moment, and still no more come in than the limit says. */
  @Test
  void attemptsAtOnceNeitherRefuseNorLetInMoreThanTheLimit() throws Exception {
    try (TestServer server =
        TestServer.in(folder, "limits.guests-per-minute-per-address=" + GUESTS)) {
      List<Client> all = new ArrayList<>();
      for (int i = 0; i < 8 * GUESTS; i++) {
        all.add(Client.framed(server.plain()));
      }
      for (int i = 0; i < all.size(); i++) {
        all.get(i).send(Request.Hello.as("h", i % 4 == 0 ? "guest" + i : "console"));
      }
      int in = 0;
      for (int i = 0; i < all.size(); i += 4) {
        in += all.get(i).next() instanceof Reply.Welcome ? 1 : 0;
      }
      assertEquals(GUESTS, in);
      for (Client client : all) {
        client.close();
      }
    }
  }
}
