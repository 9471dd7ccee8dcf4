package parley.server.connection;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.file.Transfers;
import parley.server.mode.WireModes;
import parley.server.outbox.Budget;
import parley.server.outbox.Writing;
import parley.server.session.SessionParts;
import parley.server.session.ShownCertificate;
import parley.server.stats.Stats;

/**
 * What a connection needs, whatever it is for.
 *
 * @param modes the ways to speak with this server
 * @param budget of what waits in memory for all connections
 * @param transfers for connections that carry a file
 * @param sessions for those that are a chat
 * @param settings the settings in force now
 * @param tlsAddress where the TLS listener really listens, if there is one
 * @param certificates whose a client's certificate is, and those above it
 * @param timer for short work at a later time; never blocked
 */
public record ConnectionParts(
    WireModes modes,
    Fanout fanout,
    Writing writing,
    Budget budget,
    Transfers transfers,
    SessionParts sessions,
    Supplier<Settings> settings,
    Supplier<Optional<InetSocketAddress>> tlsAddress,
    Function<List<X509Certificate>, ShownCertificate> certificates,
    Stats stats,
    ScheduledExecutorService timer) {}
