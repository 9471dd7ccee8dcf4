package parley.server.state;

/** Events with numbers one after another, the first and the last of them included. */
public record SeqRange(long from, long to) {}
