package parley.client.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import parley.client.files.PrivateFile;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.RoomInfo;
import parley.protocol.RoomRole;
import parley.protocol.SignedIn;
import parley.protocol.TokenInfo;
import parley.text.Counted;
import tools.jackson.databind.node.ObjectNode;

/**
 * Copies what is one's own at the server into a file, a line of JSON each: the account, where it is
 * signed in, its tokens, the rooms it is in, and all that it said. Nothing that others said or are
 * is in it. Guarded by the link's lock.
 */
final class Exporting {
  /** Between two words about how far it is. */
  private static final long WORD_NANOS = Duration.ofSeconds(5).toNanos();

  private final ChatParts chat;
  private final String place;
  private final Path file;
  private final BufferedWriter out;
  private long messages;
  private long upTo;
  private long toldAt = System.nanoTime();
  private boolean over;

  /** Makes the file, which must not be there. */
  Exporting(ChatParts chat, String place, Path file) throws IOException {
    this.chat = chat;
    this.place = place;
    this.file = file.toAbsolutePath();
    out =
        new BufferedWriter(
            Channels.newWriter(
                PrivateFile.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                UTF_8));
  }

  boolean isOver() {
    return over;
  }

  /** What is asked comes one after the other; each answer is written as it is there. */
  void begin() {
    ask(
        Request.Sessions::new,
        Reply.SessionList.class,
        list -> {
          ObjectNode account = line("account");
          account.put("name", chat.conversation().name());
          account.put("server", place);
          write(account);
          for (SignedIn session : list.sessions()) {
            write(line("session", session));
          }
          tokens();
        });
  }

  private void tokens() {
    ask(
        Request.Tokens::new,
        Reply.TokenList.class,
        list -> {
          for (TokenInfo token : list.tokens()) {
            ObjectNode line = line("token", token);
            // Who made it may be somebody else.
            line.remove("by");
            write(line);
          }
          rooms(null);
        });
  }

  private void rooms(String after) {
    ask(
        id -> new Request.Rooms(id, after),
        Reply.RoomList.class,
        list -> {
          for (RoomInfo room : list.rooms()) {
            if (isIn(room)) {
              RoomRole role = room.role() == null ? RoomRole.MEMBER : room.role();
              ObjectNode line = line("room");
              line.put("room", room.room());
              line.put("role", role.wire());
              if (room.read() != null) {
                line.put("read", room.read());
              }
              write(line);
            }
          }
          if (Boolean.TRUE.equals(list.more()) && !list.rooms().isEmpty()) {
            rooms(list.rooms().getLast().room());
          } else {
            messages();
          }
        });
  }

  /** A plain member's role goes without saying. */
  private boolean isIn(RoomInfo room) {
    return chat.conversation().talks().stream()
        .anyMatch(t -> !t.direct() && Names.fold(t.room()).equals(Names.fold(room.room())));
  }

  private void messages() {
    ask(
        id -> new Request.Export(id, upTo),
        Reply.Exported.class,
        page -> {
          for (Event.Message message : page.messages()) {
            write(Json.MAPPER.valueToTree(message));
            messages++;
          }
          boolean further = page.upTo() > upTo;
          upTo = page.upTo();
          if (upTo >= page.last()) {
            done();
          } else if (further) {
            tell(page);
            messages();
          } else {
            fail("the server gives no more");
          }
        });
  }

  private void tell(Reply.Exported page) {
    if (System.nanoTime() - toldAt > WORD_NANOS) {
      toldAt = System.nanoTime();
      chat.view()
          .say(
              "Exported %s so far, %d %%."
                  .formatted(Counted.of(messages, "message"), 100 * upTo / page.last()));
    }
  }

  private static ObjectNode line(String type) {
    return Json.MAPPER.createObjectNode().put("type", type);
  }

  private static ObjectNode line(String type, Object of) {
    ObjectNode line = line(type);
    line.setAll((ObjectNode) Json.MAPPER.valueToTree(of));
    return line;
  }

  private void write(Object line) throws IOException {
    out.write(Json.MAPPER.writeValueAsString(line));
    out.write('\n');
  }

  /** What becomes of an answer. */
  private interface Written<T> {
    void by(T reply) throws IOException;
  }

  private <T extends Reply> void ask(
      Function<String, Request> request, Class<T> type, Written<T> then) {
    Consumer<Reply> answered =
        reply -> {
          try {
            then.by(type.cast(reply));
          } catch (IOException e) {
            fail(String.valueOf(e.getMessage()));
          }
        };
    String id =
        chat.requests()
            .quietly(
                request,
                (_, reply) -> {
                  switch (reply.orElse(null)) {
                    case Reply.Refused refused -> fail(Requests.sentence(refused));
                    case Reply found when type.isInstance(found) -> answered.accept(found);
                    case null, default -> fail("the connection broke");
                  }
                });
    if (id == null) {
      fail("there is no connection just now");
    }
  }

  private void done() throws IOException {
    out.close();
    over = true;
    chat.view()
        .say(
            "Exported %s, and what else is yours: %s"
                .formatted(Counted.of(messages, "message"), Printable.line(file.toString())));
  }

  /** Half of it would be taken for all. */
  private void fail(String why) {
    if (over) {
      return;
    }
    over = true;
    try {
      out.close();
    } catch (IOException e) {
      // What was not written is not kept either.
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // It stays, and is told of.
    }
    chat.view().warn("Not exported: " + Printable.line(why));
  }
}
