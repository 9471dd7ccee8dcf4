package parley.server.log;

/**
 * Somebody who may not speak on the server.
 *
 * @param until in milliseconds since 1970 UTC; {@link Long#MAX_VALUE} for ever
 */
public record MutedPerson(String id, String name, long until) {}
