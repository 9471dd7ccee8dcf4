package parley.server.log;

/** One person's reaction to one message. */
public record ReactionKey(long target, String emoji, String person) {}
