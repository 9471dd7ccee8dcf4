package parley.server.state;

/**
 * A message as its nonce remembers it.
 *
 * @param at in milliseconds since 1970 UTC
 * @param content {@link Content} of it; empty where it was edited or deleted since, so that nobody
 *     can guess what it was
 */
public record Sent(long seq, long at, String content) {}
