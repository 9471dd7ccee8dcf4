package parley.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.protocol.ServerMessage;

/**
 * What every connection needs of the Java platform and of the protocol, loaded by a thread of its
 * own while the command line is read and the terminal opened. Nothing depends on it: what it does
 * is thrown away, and done again by whoever needs it, in a third of the time.
 */
final class Ahead {
  /** Of each kind something: what a server says first. */
  private static final String WELCOME =
      """
      {"type":"welcome","name":"a","id":"u1","account":"a","session":"s","server":"s","log":"l","last":1,
      "limits":{"frameBytes":1,"textBytes":1,"messagesPerSecond":0,"outstanding":1,"replay":1,
      "nonceKeepSeconds":1,"idleSeconds":1},
      "rooms":[{"room":"r","topic":"t","members":1,"last":1,"read":1,"unread":0}]}\
      """;

  private Ahead() {}

  /**
   * Begins it.
   *
   * @param tls whether it will be needed
   */
  static void load(boolean tls) {
    Thread.ofPlatform()
        .daemon()
        .name("ahead")
        .start(
            () -> {
              try {
                if (tls) {
                  greetNobody();
                }
                welcome();
              } catch (GeneralSecurityException | SSLException | ProtocolException e) {
                // Whoever needs it finds out, and has somebody to tell.
              }
            });
  }

  /** The first words of a handshake, for which a key is made. */
  private static void greetNobody() throws GeneralSecurityException, SSLException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[0], null); // not those of the system, which take long
    SSLEngine engine = context.createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    engine.wrap(
        ByteBuffer.allocate(0), ByteBuffer.allocate(engine.getSession().getPacketBufferSize()));
  }

  /** A welcome that is read as one that comes. */
  static ServerMessage welcome() throws ProtocolException {
    return Json.serverMessage(WELCOME.getBytes(StandardCharsets.UTF_8));
  }
}
