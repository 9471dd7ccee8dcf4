package parley.server.wire;

import parley.protocol.Request;

/**
 * A connection's first record, where it asks for a transfer.
 *
 * @param request null where something is wrong with it
 * @param fault what that is, a sentence; null where nothing is
 */
public record Asked(Request.Transfer request, String fault) {}
