package parley.protocol;

/**
 * What a server allows; 0 is no limit.
 *
 * @param frameBytes the largest frame or line, either way
 * @param textBytes the largest text of a message
 * @param messagesPerSecond the steady rate of one person
 * @param outstanding requests that may wait for their replies
 * @param replay events that {@code since} replays before it says {@code gap}
 * @param nonceKeepSeconds how long a nonce is remembered
 * @param idleSeconds silence after which a connection is ended
 */
public record ServerLimits(
    int frameBytes,
    int textBytes,
    int messagesPerSecond,
    int outstanding,
    int replay,
    long nonceKeepSeconds,
    long idleSeconds) {}
