package parley.server.state;

/**
 * One event of the log.
 *
 * @param seq its number, server-wide and strictly increasing from 1
 * @param at when it was decided, in milliseconds since 1970 UTC; never below the entry before
 */
public record Entry(long seq, long at, Change.Lasting change) {}
