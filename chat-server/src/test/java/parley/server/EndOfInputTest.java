package parley.server;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Mode;
import parley.protocol.Request;
import parley.testkit.Client;

/** Streams as {@code printf} makes them, and as editors and files that are joined do. */
class EndOfInputTest {
  @TempDir static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = TestServer.in(folder, "listen.tls=127.0.0.1:0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** All that the server answers to a stream that ends. */
  private static String answered(byte[] stream) throws IOException {
    try (Typist typist = Typist.at(server.plain())) {
      typist.send(stream);
      typist.socket.shutdownOutput();
      return typist.rest();
    }
  }

  private static String answered(String stream) throws IOException {
    return answered(stream.getBytes(UTF_8));
  }

  private static void said(Client witness, String from, String text) throws IOException {
    Event.Message said = witness.event(Event.Message.class);
    assertEquals(from + ": " + text, said.from() + ": " + said.text());
  }

  @Test
  void whatNoNewlineFollowsIsDone() throws Exception {
    try (Client witness = Client.in(server.plain(), "witness", "lobby")) {
      answered("ann\nhello");
      said(witness, "ann", "hello");
      answered("bea\r\nhello again\r");
      said(witness, "bea", "hello again");
      answered("\ufeffcleo\n\ufeffwith a mark");
      said(witness, "cleo", "with a mark");
      String hello = "{\"type\":\"hello\",\"name\":\"nd\"}\n";
      String join = "{\"type\":\"join\",\"room\":\"lobby\"}\n";
      String send = "{\"type\":\"send\",\"id\":\"s\",\"room\":\"lobby\",\"text\":\"by line\"}";
      String replies = answered("\ufeff" + hello + "\ufeff" + join + send);
      assertTrue(replies.contains("\"re\":\"s\",\"seq\":"), replies);
      said(witness, "nd", "by line");
      try (var tls = server.tlsSocket(null)) {
        tls.getOutputStream().write("dora\nby TLS".getBytes(UTF_8));
        tls.shutdownOutput();
        tls.getInputStream().readAllBytes();
      }
      said(witness, "dora", "by TLS");
    }
  }

  /** Else whoever can cut a line could choose what of it is said. */
  @Test
  void aLineOfTlsThatSomebodyCutIsNotSaid() throws Exception {
    try (Client witness = Client.in(server.plain(), "viewer", "lobby");
        Socket below = new Socket(server.tls().getAddress(), server.tls().getPort());
        SSLSocket tls = server.tlsOver(below)) {
      tls.getOutputStream().write("eve\nI owe you 1".getBytes(UTF_8));
      below.shutdownOutput();
      String said = new String(tls.getInputStream().readAllBytes(), UTF_8);
      assertTrue(said.contains("cut within a line, of which nothing was done"), said);
      answered("ella\nnext");
      said(witness, "ella", "next");
    }
  }

  @Test
  void aNameAloneIsOneAndATicketToo() throws Exception {
    String welcome = answered("lone");
    assertTrue(welcome.contains("Welcome to the chat!"), welcome);
    String ticket = answered(" /transfer nothing");
    assertTrue(ticket.startsWith("ERROR"), ticket);
  }

  @Test
  void whatIsCutOffIsAnError() throws Exception {
    String half = answered("{\"type\":\"hello\",\"id\":\"h\",\"name\":\"half");
    assertTrue(half.contains("\"code\":\"bad-json\""), half);
    String second = answered("{\"type\":\"ping\"}\n{\"type\":\"ping\",\"id\":\"7\",\"data\":");
    assertTrue(second.contains("\"re\":\"7\",\"code\":\"bad-json\""), second);
    byte[] frame = Mode.FRAMED.frame(Json.bytes(new Request.Ping("p", "x")));
    for (int length : new int[] {1, 3, 4, frame.length - 1}) {
      String cut = answered(Arrays.copyOf(frame, length));
      assertTrue(cut.contains("\"code\":\"bad-frame\""), length + ": " + cut);
    }
    assertFalse(answered(frame).contains("error"));
    assertEquals("", answered(""));
    assertEquals("! This is UTF-16; send UTF-8.\r\n", answered("\ufeffann\n".getBytes(UTF_16LE)));
  }

  /** The page tells people to type a blank before a secret. */
  @Test
  void aBlankBeforeASlashSaysNothingToTheRoom() throws Exception {
    try (Client witness = Client.in(server.plain(), "watcher", "lobby");
        Typist typist = Typist.named(server.plain(), "olivia")) {
      for (String blank :
          new String[] {" ", "\t", "\u00a0", "\u3000", "\u200b", "\ufeff", "  \r"}) {
        typist.type(blank + "/admni claim WRONG-TOKEN");
        typist.await("There is no /admni");
        typist.type(blank + "/msg watcher for you");
        Event.Message direct = witness.event(Event.Message.class);
        assertEquals("watcher", direct.to());
      }
      typist.type(" /admin claim WRONG-TOKEN");
      typist.await("! ");
      typist.type("  // and so on");
      said(witness, "olivia", "  // and so on");
    }
  }
}
