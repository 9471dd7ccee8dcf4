package parley.benchmarks.harm;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import parley.benchmarks.Failure;
import parley.benchmarks.Identity;
import parley.protocol.Request;

/** Connections that never come further than the door. */
final class Hellos {
  private static final int SENDERS = 10;

  /** For so long a hello of TLS stands before its connection is cut. */
  private static final long HELD_MILLIS = 300;

  private static final int OF_ADDRESS = 256;
  private static final int HELD_HEALTH = 64;
  private static final int HELLOS_AT_ONCE = 10;

  private Hellos() {}

  /** One hello of TLS, recorded once and sent again and again: it costs its sender nothing. */
  static void large(Field field) {
    handshakes(field, 300, new String[] {"ffdhe8192"});
  }

  static void many(Field field) {
    handshakes(field, 1_000, null);
  }

  private static void handshakes(Field field, int perSecond, String[] groups) {
    byte[] hello;
    try {
      hello = clientHello(groups);
    } catch (SSLException | GeneralSecurityException e) {
      throw new Failure("No hello of TLS could be made: " + e.getMessage());
    }
    long pauseNanos = TimeUnit.SECONDS.toNanos(1) * SENDERS / perSecond;
    field.crowd(
        SENDERS,
        () -> {
          long due = System.nanoTime();
          while (field.lasts()) {
            Socket socket = Visitor.socket(field.doors.address(true), Field.STRANGER);
            Visitor visitor = Visitor.over(socket);
            Thread.ofVirtual()
                .start(
                    () -> {
                      Field.pause(HELD_MILLIS);
                      visitor.cut();
                    });
            visitor.write(hello);
            due += pauseNanos;
            TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
          }
        });
  }

  private static byte[] clientHello(String[] groups) throws SSLException, GeneralSecurityException {
    SSLEngine engine = Identity.trustingAll().createSSLEngine();
    engine.setUseClientMode(true);
    if (groups != null) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setNamedGroups(groups);
      engine.setSSLParameters(parameters);
    }
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), record);
    byte[] bytes = new byte[record.flip().remaining()];
    record.get(bytes);
    return bytes;
  }

  /** A name that is taken and a session that is none, by turns. */
  static void wrong(Field field) {
    Request.Hello taken = Request.Hello.as(null, Victims.NAME);
    Request.Hello lost = new Request.Hello("1", Field.name(), null, null, "c2Vzc2lvbg", null, null);
    Request[] requests = new Request[HELLOS_AT_ONCE];
    java.util.Arrays.fill(requests, taken);
    requests[HELLOS_AT_ONCE - 1] = lost;
    field.crowd(
        4,
        () -> {
          try (Visitor visitor = field.plain()) {
            while (field.lasts()) {
              visitor.send(requests);
              visitor.reply("1");
            }
          }
        });
  }

  static void silent(Field field) {
    field.crowd(OF_ADDRESS, () -> hold(field.doors.address(false), Field.STRANGER));
  }

  /** All places of an address, and then one connection after the other that finds none. */
  static void refused(Field field) {
    field.crowd(OF_ADDRESS, () -> hold(field.doors.address(false), "127.0.0.67"));
    field.crowd(
        SENDERS,
        () -> {
          while (field.lasts()) {
            Visitor.over(Visitor.socket(field.doors.address(false), "127.0.0.67")).cut();
          }
        });
  }

  static void health(Field field) {
    field.crowd(HELD_HEALTH, () -> hold(field.doors.healthAddress(), Field.STRANGER));
  }

  private static void hold(InetSocketAddress door, String from) throws IOException {
    try (Visitor visitor = Visitor.over(Visitor.socket(door, from))) {
      visitor.socket().setSoTimeout(0);
      visitor.discard();
    }
  }

  /** 256 connections from each address that this machine has of one network. */
  static void network(Field field) {
    List<InetAddress> addresses = addresses();
    if (addresses.isEmpty()) {
      throw new Failure("no addresses of one /64 on this machine's loopback interface");
    }
    for (InetAddress address : addresses) {
      InetSocketAddress door = new InetSocketAddress(address, field.doors.plain());
      field.crowd(OF_ADDRESS, () -> hold(door, address.getHostAddress()));
    }
  }

  /** Those of the loopback interface but ::1 and link-local ones. */
  static List<InetAddress> addresses() {
    try {
      List<InetAddress> found = new ArrayList<>();
      for (NetworkInterface each : NetworkInterface.networkInterfaces().toList()) {
        if (each.isLoopback()) {
          each.inetAddresses()
              .filter(
                  a ->
                      a instanceof Inet6Address
                          && !a.isLoopbackAddress()
                          && !a.isLinkLocalAddress())
              .forEach(found::add);
        }
      }
      return found;
    } catch (IOException e) {
      return List.of();
    }
  }
}
