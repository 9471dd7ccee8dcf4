package parley.server.state;

/** One person's reaction to one message. */
public record ReactionKey(long target, String emoji, String person) implements FactKey {}
