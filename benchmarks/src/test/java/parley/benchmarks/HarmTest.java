package parley.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Json;
import tools.jackson.databind.JsonNode;

/** A second of an attack on the real server, and a question to it. */
class HarmTest {
  @TempDir private Path folder;

  @Test
  void whatTheOthersHadIsMeasured() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Benchmarks.commandLine()
        .setOut(new PrintWriter(out))
        .setErr(new PrintWriter(err))
        .execute(
            "harm",
            "--server=" + Launcher.in(folder),
            "--seconds=1",
            "--audience=3",
            "--attacks=B9,E22",
            "--json");
    JsonNode rows = Json.MAPPER.readTree(out.toString()).at("/servers/0/rows");
    assertEquals(3, rows.size(), () -> out + "" + err);
    for (int i = 0; i < 2; i++) {
      JsonNode others = rows.get(i).get("others");
      for (String asked : new String[] {"ACKNOWLEDGEMENT", "DELIVERY", "HISTORY", "HEALTH"}) {
        assertTrue(others.at("/" + asked + "/asked").asInt() > 0, out::toString);
        assertTrue(others.at("/" + asked + "/p99").asDouble() > 0, out::toString);
      }
      assertEquals(0, others.at("/ACKNOWLEDGEMENT/failed").asInt(), out::toString);
      assertTrue(rows.get(i).get("cpu").asDouble() > 0, out::toString);
    }
    assertEquals(0, rows.get(0).get("strangerCpu").asDouble(), out::toString);
    assertTrue(rows.get(1).get("strangerCpu").asDouble() > 0, out::toString);
    assertTrue(rows.get(2).get("found").asString().contains(" of 10"), out::toString);
  }
}
