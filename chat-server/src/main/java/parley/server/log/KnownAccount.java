package parley.server.log;

import parley.server.state.ServerRole;

/**
 * An account at a glance.
 *
 * @param suspended why nobody may sign in; null where one may
 * @param hasPassword whether one was chosen yet
 * @param sessions how many it has
 * @param used when one of them was used last, to the day, in milliseconds since 1970; 0 for none
 */
public record KnownAccount(
    String name,
    String id,
    ServerRole role,
    String suspended,
    boolean hasPassword,
    int sessions,
    long used) {}
