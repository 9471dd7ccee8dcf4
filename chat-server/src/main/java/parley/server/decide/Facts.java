package parley.server.decide;

import java.util.Map;
import parley.protocol.Addressee;
import parley.server.state.Change;
import parley.server.state.ContentHash;
import parley.server.state.Entry;
import parley.server.state.NonceKey;
import parley.server.state.OldMessage;
import parley.server.state.PartnerKey;
import parley.server.state.ReactionKey;
import parley.server.state.Sent;

/**
 * What the acts of one batch {@link Act#needs need} to know of old things, as it was before the
 * batch; what the batch itself decides overrules it. For one thread.
 */
public final class Facts {
  private final Map<NonceKey, Sent> sent;
  private final Map<Long, OldMessage> messages;
  private final Map<ReactionKey, OldMessage.Done> reactions;
  private final Map<PartnerKey, String> partners;

  /**
   * @param sent what was done under which nonce; changed here, as the others are
   * @param messages those that are there
   * @param reactions those that are there
   * @param partners whom a name stands for by what was said before, an id, for each key that is
   *     needed; null where for nobody yet
   */
  public Facts(
      Map<NonceKey, Sent> sent,
      Map<Long, OldMessage> messages,
      Map<ReactionKey, OldMessage.Done> reactions,
      Map<PartnerKey, String> partners) {
    this.sent = sent;
    this.messages = messages;
    this.reactions = reactions;
    this.partners = partners;
  }

  /** What a person did under a nonce, which may be null; null where nothing was. */
  public Sent sent(String person, String nonce) {
    return nonce == null ? null : sent.get(new NonceKey(person, nonce));
  }

  /** A message; null where there is none of that number. */
  public OldMessage message(long seq) {
    return messages.get(seq);
  }

  /** A person's own reaction; null where there is none. */
  public OldMessage.Done reaction(String person, long target, String emoji) {
    return reactions.get(new ReactionKey(target, emoji, person));
  }

  /** With whom a person exchanged messages under a name, an id; null where with nobody. */
  public String partner(String person, String name) {
    return partners.get(new PartnerKey(person, name));
  }

  /** An event was decided. */
  public void note(Entry entry) {
    switch (entry.change()) {
      case Change.Said c -> {
        note(entry, c.person(), c.nonce(), ContentHash.of(c));
        if (c.addressee() instanceof Addressee.Person to) {
          partners.replace(new PartnerKey(c.person(), to.name()), to.id());
          partners.replace(new PartnerKey(to.id(), c.name()), null, c.person());
        }
      }
      case Change.Edited c -> {
        after(entry, c.target());
        note(entry, c.person(), c.nonce(), ContentHash.ofEdit(c.target(), c.text()));
      }
      case Change.Deleted c -> after(entry, c.target());
      case Change.Reacted c -> {
        after(entry, c.target());
        ReactionKey key = new ReactionKey(c.target(), c.emoji(), c.person());
        if (c.removed()) {
          reactions.remove(key);
        } else {
          reactions.put(key, new OldMessage.Done(entry.seq(), entry.at()));
        }
      }
      default -> {
        // Nothing that is looked up here follows from it.
      }
    }
  }

  private void after(Entry entry, long target) {
    messages.computeIfPresent(target, (_, message) -> message.after(entry));
  }

  private void note(Entry entry, String person, String nonce, String content) {
    if (nonce != null) {
      sent.put(new NonceKey(person, nonce), new Sent(entry.seq(), entry.at(), content));
    }
  }
}
