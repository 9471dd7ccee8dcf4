package parley.server.state;

/** A message by its number. */
public record MessageKey(long seq) implements FactKey {}
