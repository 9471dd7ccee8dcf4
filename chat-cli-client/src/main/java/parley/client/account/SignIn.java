package parley.client.account;

import java.io.IOException;
import java.time.Duration;
import parley.client.link.SavedSession;
import parley.client.net.ChatConnection;
import parley.client.net.Dialer;
import parley.protocol.Event;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;

/**
 * Gets a session of an account, over a connection of its own that ends then: no password stays
 * where a chat goes on. Safe for use by many threads.
 */
public final class SignIn {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String HELLO = "hello";
  private static final String REGISTER = "register";

  private final Dialer dialer;
  private final String client;
  private final String device;

  /**
   * @param client this program and its version
   * @param device what the session is called, which is then kept until it is ended; null for one
   *     that ends with the visit
   */
  public SignIn(Dialer dialer, String client, String device) {
    this.dialer = dialer;
    this.client = client;
    this.device = device;
  }

  public Dialer dialer() {
    return dialer;
  }

  /** Connects and does no more: whether the server is the one is known before anybody is asked. */
  public void meet() throws IOException {
    dialer.dial().close();
  }

  /** Signs in by a password. */
  public SavedSession with(String name, String password) throws IOException, RefusalException {
    try (ChatConnection line = dialer.dial()) {
      watch(line);
      return hello(line, name, password);
    }
  }

  /** Looks who it is that a token signs in; it is all that they come back by. */
  public SavedSession byToken(String token) throws IOException, RefusalException {
    try (ChatConnection line = dialer.dial()) {
      watch(line);
      return hello(line, new Request.Hello(HELLO, null, token, client, null, null, null));
    }
  }

  /** Makes an account by an invitation, or gives it another password, and signs in. */
  SavedSession register(String name, String password, String invitation)
      throws IOException, RefusalException {
    try (ChatConnection line = dialer.dial()) {
      watch(line);
      Request.Register request = new Request.Register(REGISTER, name, password, invitation);
      if (answer(line, request) instanceof Reply.Registered made) {
        return hello(line, made.name(), password);
      }
      throw new IOException("The server answered what was not asked.");
    }
  }

  private SavedSession hello(ChatConnection line, String name, String password)
      throws IOException, RefusalException {
    return hello(
        line, new Request.Hello(HELLO, name, null, client, null, null, null, password, device));
  }

  private static SavedSession hello(ChatConnection line, Request.Hello hello)
      throws IOException, RefusalException {
    if (answer(line, hello) instanceof Reply.Welcome welcome) {
      return new SavedSession(
          welcome.name(),
          welcome.id(),
          welcome.session(),
          welcome.log(),
          welcome.last(),
          welcome.account() != null);
    }
    throw new IOException("The server answered what was not asked.");
  }

  private static Reply answer(ChatConnection line, Request request)
      throws IOException, RefusalException {
    line.send(request);
    while (true) {
      ServerMessage message = line.receive(id -> request.id().equals(id) ? request : null);
      switch (message) {
        case null -> throw new IOException("The server closed the connection.");
        case Reply.Refused refused -> throw new RefusalException(refused);
        case Reply reply when request.id().equals(reply.re()) -> {
          return reply;
        }
        case Event.Ping ping -> line.send(new Request.Pong(null, ping.data()));
        case ServerMessage _ -> {
          // What goes on there meanwhile.
        }
      }
    }
  }

  /** Ends a line on which no answer comes. */
  private static void watch(ChatConnection line) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (line) {
                Thread.sleep(PATIENCE);
              } catch (InterruptedException e) {
                // Not by anybody.
              }
            });
  }
}
