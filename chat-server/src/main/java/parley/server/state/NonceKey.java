package parley.server.state;

/** One person's mark for one message: the person's id and the {@code nonce} they chose. */
public record NonceKey(String person, String nonce) implements FactKey {}
