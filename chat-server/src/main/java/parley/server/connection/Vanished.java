package parley.server.connection;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the connections whose other side answers nothing although bytes are on their way to it. TCP
 * sends those again for a quarter of an hour, and no option of Java bounds that; Linux tells of
 * each connection how often it did so in vain. A reader that is slow, or reads nothing at all, is
 * not meant: its machine answers. Elsewhere than on Linux nothing is found. Confined to one thread.
 */
final class Vanished {
  private static final Logger LOG = LoggerFactory.getLogger(Vanished.class);

  /** For how long nothing is answered, in nanoseconds. */
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(35);

  /** Attempts that say that it is not one lost packet after the other. */
  private static final int ATTEMPTS = 3;

  private static final List<Path> TABLES =
      List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

  private static final int WORD = 4;

  // Columns of the tables (Linux, proc_net_tcp): what is sent again, and what is asked of a silent
  // side or of one whose window is closed, both since the last answer.
  private static final int HERE = 1;
  private static final int THERE = 2;
  private static final int QUEUES = 4;
  private static final int RETRANSMITS = 6;
  private static final int QUESTIONS = 8;
  private static final int COLUMNS = 9;

  /**
   * @param since when nothing was answered first, by {@link System#nanoTime}
   * @param attempts since the last answer
   * @param sending whether something is on its way; else TCP ends the connection by itself
   */
  private record Silence(long since, int attempts, boolean sending) {}

  private final List<Path> tables;
  private final int[] starts = new int[COLUMNS];
  private final int[] ends = new int[COLUMNS];
  private Map<Peer, Silence> silent = new HashMap<>();

  Vanished() {
    this(TABLES);
  }

  /**
   * @param tables in the form of Linux
   */
  Vanished(List<Path> tables) {
    this.tables = tables;
  }

  /**
   * Looks once.
   *
   * @param now {@link System#nanoTime}
   * @return those that have vanished
   */
  Set<Peer> look(long now) {
    Map<Peer, Silence> found = new HashMap<>();
    for (Path table : tables) {
      try (BufferedReader rows = Files.newBufferedReader(table, StandardCharsets.US_ASCII)) {
        rows.readLine(); // what the columns are called
        for (String row = rows.readLine(); row != null; row = rows.readLine()) {
          note(row, now, found);
        }
      } catch (NoSuchFileException e) {
        // Another system, or one without IPv6.
      } catch (IOException | RuntimeException e) {
        LOG.debug("{} can't be read: {}", table, e.toString());
      }
    }
    silent = found;
    Set<Peer> vanished = new HashSet<>();
    silent.forEach(
        (peer, silence) -> {
          boolean silentForLong = now - silence.since >= PATIENCE && silence.attempts >= ATTEMPTS;
          if (silence.sending && silentForLong) {
            vanished.add(peer);
          }
        });
    return vanished;
  }

  /** Of thousands of rows hardly one matters, so nothing is made for the others. */
  private void note(String row, long now, Map<Peer, Silence> found) throws UnknownHostException {
    int at = 0;
    for (int column = 0; column < COLUMNS; column++) {
      while (row.charAt(at) == ' ') {
        at++;
      }
      starts[column] = at;
      at = row.indexOf(' ', at);
      ends[column] = at;
    }
    int attempts =
        Integer.parseInt(row, starts[RETRANSMITS], ends[RETRANSMITS], 16)
            + Integer.parseInt(row, starts[QUESTIONS], ends[QUESTIONS], 10);
    if (attempts > 0) {
      String here = row.substring(starts[HERE], ends[HERE]);
      String there = row.substring(starts[THERE], ends[THERE]);
      boolean sending = !row.startsWith("00000000:", starts[QUEUES]);
      Peer peer = new Peer(address(there), port(there), port(here));
      Silence before = silent.get(peer);
      boolean goesOn = before != null && attempts >= before.attempts;
      found.put(peer, new Silence(goesOn ? before.since : now, attempts, sending));
    }
  }

  private static int port(String place) {
    return Integer.parseInt(place.substring(place.indexOf(':') + 1), 16);
  }

  /** Its words stand there as this machine's numbers. */
  private static InetAddress address(String place) throws UnknownHostException {
    ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(place, 0, place.indexOf(':')));
    ByteBuffer bytes = ByteBuffer.allocate(words.capacity()).order(ByteOrder.nativeOrder());
    for (int i = 0; i < words.capacity(); i += WORD) {
      bytes.putInt(i, words.getInt(i));
    }
    return InetAddress.getByAddress(bytes.array());
  }
}
