package parley.server.state;

/**
 * A message as its nonce remembers it.
 *
 * @param at in milliseconds since 1970 UTC
 * @param content {@link Content} of it
 */
public record Sent(long seq, long at, String content) {}
