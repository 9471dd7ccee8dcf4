package parley.server.session;

import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import parley.protocol.ErrorCode;
import parley.server.logging.SparseLog;
import parley.server.net.Network;
import parley.server.rate.Rate;

/**
 * The line of each wrong secret, whatever it was tried for: programs that keep guessers out go by
 * it ({@code docs/fail2ban}). The address comes first and what others chose last, so that no name
 * passes for another address.
 */
public final class FailedSignIns {
  /** All of them together; one network has {@link SparseLog#OF_ONE}. */
  private static final Rate ALL = new Rate(20, 200);

  private static final SparseLog LINES =
      new SparseLog(LoggerFactory.getLogger(FailedSignIns.class), Level.INFO, ALL);

  private FailedSignIns() {}

  /**
   * Logs one.
   *
   * @param address where it came from
   * @param why {@code rate-limited} where so many were wrong that it was not looked at
   * @param as the name that was tried, or under which it was tried; null for none
   */
  public static void log(String address, ErrorCode why, String as) {
    LINES.log(
        Network.of(address),
        line -> as == null ? line : line.addKeyValue("as", as),
        "sign-in failed from {}: {}",
        address,
        why.wire());
  }
}
