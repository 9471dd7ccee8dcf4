package parley.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.protocol.ErrorCode;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.server.disk.PreloadedDisk;
import parley.testkit.Client;
import parley.testkit.ServerProcess;

/**
 * The disk is full while people talk: what they ask is refused, nobody loses anything, and when
 * there is space again they go on where they were.
 */
@Timeout(180)
class FullDiskTest {
  @TempDir Path temp;

  private interface Step {
    void run() throws Exception;
  }

  private static Request.Send send(Client from, String text, String nonce) {
    return new Request.Send(from.id(), "lobby", null, text, nonce, null);
  }

  private static void refused(Step fill, Client who, Request request) throws Exception {
    // A file system may find a little space where it said that there was none.
    fill.run();
    assertEquals(ErrorCode.STORAGE, who.refused(request), request::toString);
  }

  private static void awaitOffline(Client alice, String name) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              Request.Whois whois = new Request.Whois(alice.id(), name);
              return !alice.ask(Reply.PersonFound.class, whois).person().online();
            });
  }

  private static void scenario(InetSocketAddress at, Step fill, Step free) throws Exception {
    try (Client alice = Client.in(at, "alice", "lobby");
        Client ben = Client.in(at, "ben", "lobby");
        Client carl = Client.framed(at)) {
      Client clara = Client.framed(at);
      Reply.Welcome clarasPlace = clara.hello("clara");
      clara.join("lobby");
      Reply.Welcome carlsPlace = carl.hello("carl");
      carl.join("lobby");
      carl.reset();
      alice.event(Event.Offline.class, e -> e.name().equals("carl"));
      long before = alice.say("lobby", "there is space").seq();

      fill.run();
      for (int round = 0; round < 3; round++) {
        refused(fill, alice, send(alice, "now there is none", "a1"));
        refused(fill, ben, new Request.Join(ben.id(), "attic"));
        refused(fill, ben, new Request.Topic(ben.id(), "lobby", "full"));
        refused(fill, alice, new Request.Nick(alice.id(), "alicia"));
        // Many at once, so that they share a batch, with someone who goes and someone who comes.
        List<Request> many = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
          many.add(send(alice, "sentence " + i, "many" + i));
        }
        fill.run();
        for (Request request : many) {
          alice.send(request);
        }
        clara.reset();
        for (Request request : many) {
          assertEquals(ErrorCode.STORAGE, alice.reply(Reply.Refused.class, request.id()).code());
        }
        awaitOffline(alice, "clara");
        clara = Client.framed(at);
        // It needs no disk, but what shares its batch may.
        assertEquals("clara", comeBack(clara, clarasPlace).name());
        refused(fill, clara, send(clara, "not even I", "c" + round));
        try (Client eve = Client.framed(at)) {
          refused(fill, eve, Request.Hello.as(eve.id(), "eve"));
        }
        // What needs no disk goes on.
        alice.ask(Reply.Pong.class, new Request.Ping(alice.id(), "x"));
        Reply.History history =
            ben.ask(
                Reply.History.class, new Request.History(ben.id(), "lobby", null, null, null, 10));
        assertEquals(List.of(before), history.messages().stream().map(m -> m.seq()).toList());
      }
      long events = ben.events.stream().filter(Event.Message.class::isInstance).count();
      assertEquals(1, events, "nobody was shown what was refused");

      free.run();
      Reply.Sent ok = alice.ask(Reply.Sent.class, send(alice, "now there is none", "a1"));
      assertEquals(before + 1, ok.seq(), "the numbers go on without a gap");
      assertNull(ok.duplicate(), "what was refused was not done");
      assertEquals(ok.seq(), ben.event(Event.Message.class, m -> m.seq() > before).seq());
      assertEquals(ok.seq() + 1, ben.say("lobby", "I can, too").seq());
      assertEquals("ben", alice.event(Event.Message.class, m -> m.seq() > ok.seq()).from());
      try (Client back = Client.framed(at)) {
        Reply.Welcome place = back.resume(carlsPlace, null);
        assertEquals(List.of("lobby"), place.rooms().stream().map(r -> r.room()).toList());
        // They were told that he is gone, so they are told that he is not.
        alice.event(Event.Online.class, e -> e.name().equals("carl"));
        back.say("lobby", "I am back");
        alice.event(Event.Message.class, m -> m.text().equals("I am back"));
      }
      Reply.MemberList members =
          alice.ask(Reply.MemberList.class, new Request.Members(alice.id(), "lobby", null));
      assertEquals(
          List.of("alice", "ben", "carl", "clara"),
          members.members().stream().map(m -> m.name()).toList());
      clara.close();
      Client.in(at, "eve", "lobby").close();
      alice.event(Event.Joined.class, e -> e.name().equals("eve"));
    }
  }

  private static Reply.Welcome comeBack(Client client, Reply.Welcome place) throws IOException {
    while (true) {
      Request.Hello hello = client.resuming(place, null);
      client.send(hello);
      Reply reply = client.reply(Reply.class, hello.id());
      if (reply instanceof Reply.Welcome welcome) {
        return welcome;
      }
      assertEquals(ErrorCode.STORAGE, ((Reply.Refused) reply).code());
    }
  }

  /** The error comes from between the server and its disk. */
  @Test
  void aServerWhoseDiskSaysThatItIsFull() throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(temp, temp.resolve("data"));
    try (ServerProcess server = disk.start()) {
      scenario(server.address(), () -> disk.fail("write 1 on ENOSPC"), disk::mend);
      assertEquals(0, server.stop());
    }
  }

  /** The error comes from a file system of a few megabytes; only root can make one. */
  @Test
  void aServerOnAFullFileSystem() throws Exception {
    Path mount = Files.createDirectory(temp.resolve("small"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", mount.toString()),
        "skipped: a small file system can't be mounted here");
    try {
      Path ballast = mount.resolve("ballast");
      // The index would give space back between two questions.
      try (TestServer server = TestServer.in(mount, "search.index=off", "log.free-bytes=0")) {
        scenario(server.plain(), () -> fill(ballast), () -> Files.delete(ballast));
      }
    } finally {
      assertTrue(run("umount", mount.toString()));
    }
  }

  /** Until it was full many times in a row. */
  private static void fill(Path ballast) throws IOException {
    try (FileChannel file =
        FileChannel.open(
            ballast,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.APPEND)) {
      int failures = 0;
      while (failures < 20) {
        try {
          file.write(ByteBuffer.allocate(1 << 10));
          failures = 0;
        } catch (IOException e) {
          failures++;
        }
      }
    }
  }

  private static boolean run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
