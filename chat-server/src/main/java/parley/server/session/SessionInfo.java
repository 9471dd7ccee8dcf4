package parley.server.session;

import java.time.Instant;

/**
 * One connection at a glance.
 *
 * @param name null before hello, as is {@code person}
 * @param mode the wire mode, as people read it
 * @param tls the TLS version, null on a plain connection
 * @param bytesIn inside TLS, as {@code bytesOut}
 * @param behind whether it is served from the log at the moment
 */
public record SessionInfo(
    long connection,
    String name,
    String person,
    String mode,
    String address,
    String tls,
    Instant since,
    Instant lastRead,
    long bytesIn,
    long bytesOut,
    long outboxBytes,
    boolean behind) {}
