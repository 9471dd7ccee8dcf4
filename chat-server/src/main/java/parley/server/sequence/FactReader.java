package parley.server.sequence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import parley.server.decide.Act;
import parley.server.decide.Facts;
import parley.server.log.Log;
import parley.server.state.FactKey;
import parley.server.state.MessageKey;
import parley.server.state.NonceKey;
import parley.server.state.OldMessage;
import parley.server.state.PartnerKey;
import parley.server.state.ReactionKey;
import parley.server.state.Sent;

/**
 * Looks up in the log what the acts of one batch need to know, all of a kind at once, where no
 * later commit can change it.
 */
final class FactReader {
  private final Set<NonceKey> nonces = new HashSet<>();
  private final Set<Long> messages = new HashSet<>();
  private final Set<ReactionKey> reactions = new HashSet<>();
  private final Map<PartnerKey, String> partners = new HashMap<>();

  private FactReader() {}

  static Facts read(Log log, Stream<Act> acts) {
    FactReader reader = new FactReader();
    acts.forEach(act -> act.needs().forEach(reader::add));
    return reader.read(log);
  }

  private void add(FactKey key) {
    switch (key) {
      case NonceKey nonce -> nonces.add(nonce);
      case MessageKey message -> messages.add(message.seq());
      case ReactionKey reaction -> reactions.add(reaction);
      case PartnerKey partner -> partners.put(partner, null);
    }
  }

  private Facts read(Log log) {
    Map<NonceKey, Sent> sent = new HashMap<>();
    Map<Long, OldMessage> found = new HashMap<>();
    Map<ReactionKey, OldMessage.Done> reacted = new HashMap<>();
    if (!nonces.isEmpty()) {
      sent.putAll(log.sent(nonces));
    }
    if (!messages.isEmpty()) {
      found.putAll(log.targets(messages));
    }
    if (!partners.isEmpty()) {
      partners.putAll(log.partners(partners.keySet()));
    }
    if (!reactions.isEmpty()) {
      reacted.putAll(log.reacted(reactions));
    }
    return new Facts(sent, found, reacted, partners);
  }
}
