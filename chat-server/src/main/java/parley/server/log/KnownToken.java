package parley.server.log;

import parley.server.state.Token;

/**
 * A token, for those who look after the server.
 *
 * @param account whose it is, by the name of now
 */
public record KnownToken(String account, Token token) {}
