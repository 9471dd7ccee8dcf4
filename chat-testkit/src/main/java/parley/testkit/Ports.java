package parley.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/** Ports that no outgoing connection takes while the server is down. */
public final class Ports {
  /** Below the usual range of ephemeral ports. */
  private static final int FROM = 15_000;

  private static final int COUNT = 15_000;
  private static final Random RANDOM = new Random();

  private Ports() {}

  public static int free() {
    while (true) {
      int port = FROM + RANDOM.nextInt(COUNT);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // Taken; another one.
      }
    }
  }
}
