package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Request;
import parley.testkit.Client;

/** Names that IRC and web addresses can't carry, in every mode. */
@Timeout(120)
class NewNamesOverWireTest {
  @TempDir Path folder;

  @Test
  void nobodyComesByOne() throws Exception {
    try (TestServer server = TestServer.in(folder);
        Client framed = Client.framed(server.plain());
        Client lines = Client.ndjson(server.plain());
        Typist typist = Typist.at(server.plain())) {
      for (String name : new String[] {"j.smith", "2fast", "a!b", "x$"}) {
        assertEquals(ErrorCode.BAD_NAME, framed.refused(Request.Hello.as("h", name)), name);
        assertEquals(ErrorCode.BAD_NAME, lines.refused(Request.Hello.as("h", name)), name);
      }
      framed.hello("anna-2");
      assertEquals(ErrorCode.BAD_NAME, framed.refused(new Request.Nick("n", "a.b")));
      assertEquals(ErrorCode.BAD_NAME, framed.refused(new Request.Join("j", "a,b")));
      assertEquals("v1.2", framed.join("v1.2").room());

      typist.type("2fast");
      typist.await("A person's name begins with a letter, not with a digit.");
      typist.type("j.smith");
      String why = typist.await("is none of");
      assertTrue(why.contains("holds letters, digits, and - _ ' between them"), why);
      typist.type("jsmith");
      typist.await("-- you are in lobby");
    }
  }
}
