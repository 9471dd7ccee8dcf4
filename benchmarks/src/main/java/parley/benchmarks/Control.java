package parley.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import parley.protocol.Decoder;
import parley.protocol.Event;
import parley.protocol.Json;
import parley.protocol.Limits;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.ServerMessage;
import tools.jackson.databind.JsonNode;

/** A connection beside the load, that asks the server for its figures and gives it commands. */
final class Control implements AutoCloseable {
  private static final int ANSWER_MILLIS = 60_000;

  private final Socket socket;
  private final Decoder decoder = Decoder.afterGreeting(Mode.FRAMED, Limits.FRAME_BYTES_MAX);
  private int asked;

  private Control(Socket socket) {
    this.socket = socket;
  }

  /**
   * @param token the operator's, or null for figures only
   */
  static Control open(InetSocketAddress address, boolean tls, String token)
      throws IOException, GeneralSecurityException {
    Socket socket = tls ? Identity.trustingAll().getSocketFactory().createSocket() : new Socket();
    socket.connect(address);
    socket.setSoTimeout(ANSWER_MILLIS);
    socket.setTcpNoDelay(true);
    Control control = new Control(socket);
    String name = "control-" + Integer.toString(ThreadLocalRandom.current().nextInt(1 << 24), 36);
    control.ask(
        new Request.Hello(control.nextId(), name, token, "benchmarks", null, null, null), "1");
    return control;
  }

  /** What the server's {@code stats} request tells. */
  JsonNode figures() throws IOException {
    String id = nextId();
    return Json.MAPPER.valueToTree(
        ((Event.Stats) ask(new Request.Stats(id, null, null), id)).figures());
  }

  /** Runs an admin command and gives what it printed. */
  String admin(String line) throws IOException {
    String id = nextId();
    return ((Reply.AdminText) ask(new Request.Admin(id, line), id)).text();
  }

  /** Asks for what is answered with this where it is not refused. */
  <T extends Reply.Ok> T ok(Class<T> type, Function<String, Request> request) throws IOException {
    String id = nextId();
    return type.cast(ask(request.apply(id), id));
  }

  private String nextId() {
    return Integer.toString(++asked);
  }

  private ServerMessage ask(Request request, String id) throws IOException {
    socket.getOutputStream().write(Mode.FRAMED.frame(Json.bytes(request)));
    try {
      while (true) {
        for (byte[] record = decoder.next(); record != null; record = decoder.next()) {
          ServerMessage message = Json.serverMessage(record, _ -> request);
          switch (message) {
            case Reply.Refused refused -> throw new Failure("Refused: " + refused.message());
            case Event.Ping ping ->
                socket
                    .getOutputStream()
                    .write(Mode.FRAMED.frame(Json.bytes(new Request.Pong(null, ping.data()))));
            case Reply reply when id.equals(reply.re()) -> {
              return reply;
            }
            case Event.Stats stats when id.equals(stats.re()) -> {
              return stats;
            }
            default -> {}
          }
        }
        if (decoder.fill(socket.getInputStream()) < 0) {
          throw new Failure("The server closed the connection that asks for its figures.");
        }
      }
    } catch (ProtocolException e) {
      throw new Failure("The server sent what is no message: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
