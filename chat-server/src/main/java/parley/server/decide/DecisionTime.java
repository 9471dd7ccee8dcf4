package parley.server.decide;

/**
 * When something is decided, in milliseconds since 1970 UTC.
 *
 * @param at by the machine's clock, and at most a minute ahead of it, so as not to be below the
 *     newest event's time: what people are told
 * @param steady by a clock that nobody sets: what graces, bans and mutes are measured by
 */
public record DecisionTime(long at, long steady) {}
