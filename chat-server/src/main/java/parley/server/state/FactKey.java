package parley.server.state;

/**
 * An old thing that a decision must know of and that the {@link State} does not hold: it is looked
 * up in the log before.
 */
public sealed interface FactKey permits NonceKey, MessageKey, ReactionKey, PartnerKey {}
