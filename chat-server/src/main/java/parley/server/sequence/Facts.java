package parley.server.sequence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import parley.server.decide.Command;
import parley.server.log.Log;
import parley.server.log.NonceKey;
import parley.server.log.ReactionKey;
import parley.server.state.Change;
import parley.server.state.Content;
import parley.server.state.Entry;
import parley.server.state.Sent;
import parley.server.state.Target;

/**
 * What the commands of one batch need to know of old things. It is read once, where no later commit
 * can change it, and what the batch itself decides overrules it. Confined to the sequencer's
 * thread.
 */
final class Facts {
  private final Map<NonceKey, Sent> sent = new HashMap<>();
  private final Map<Long, Target> targets = new HashMap<>();
  private final Map<ReactionKey, Target.Done> reacted = new HashMap<>();

  Facts(Log log, Stream<Command> commands) {
    Set<NonceKey> nonces = new HashSet<>();
    Set<Long> seqs = new HashSet<>();
    Set<ReactionKey> reactions = new HashSet<>();
    commands.forEach(
        command -> {
          switch (command) {
            case Command.Say c -> add(nonces, seqs, c);
            case Command.Offer c -> add(nonces, seqs, c.say());
            case Command.Fetch c -> seqs.add(c.seq());
            case Command.Edit c -> {
              add(nonces, c.person(), c.nonce());
              seqs.add(c.target());
            }
            case Command.Delete c -> seqs.add(c.target());
            case Command.React c -> {
              seqs.add(c.target());
              reactions.add(new ReactionKey(c.target(), c.emoji(), c.person()));
            }
            default -> {
              // Rests on the state alone.
            }
          }
        });
    if (!nonces.isEmpty()) {
      sent.putAll(log.sent(nonces));
    }
    if (!seqs.isEmpty()) {
      targets.putAll(log.targets(seqs));
    }
    if (!reactions.isEmpty()) {
      reacted.putAll(log.reacted(reactions));
    }
  }

  private static void add(Set<NonceKey> nonces, Set<Long> seqs, Command.Say say) {
    add(nonces, say.person(), say.nonce());
    if (say.replyTo() != null) {
      seqs.add(say.replyTo());
    }
  }

  private static void add(Set<NonceKey> nonces, String person, String nonce) {
    if (nonce != null) {
      nonces.add(new NonceKey(person, nonce));
    }
  }

  /** The command with what is known at its turn. */
  Command with(Command command) {
    return switch (command) {
      case Command.Say c -> with(c);
      case Command.Offer c -> new Command.Offer(with(c.say()));
      case Command.Fetch c -> c.with(targets.get(c.seq()));
      case Command.Edit c ->
          c.with(sent.get(new NonceKey(c.person(), c.nonce())), targets.get(c.target()));
      case Command.Delete c -> c.with(targets.get(c.target()));
      case Command.React c ->
          c.with(
              targets.get(c.target()),
              reacted.get(new ReactionKey(c.target(), c.emoji(), c.person())));
      default -> command;
    };
  }

  private Command.Say with(Command.Say say) {
    return say.nonce() == null && say.replyTo() == null
        ? say
        : say.with(sent.get(new NonceKey(say.person(), say.nonce())), targets.get(say.replyTo()));
  }

  /** An event was decided. */
  void note(Entry entry) {
    switch (entry.change()) {
      case Change.Said c -> note(entry, c.person(), c.nonce(), Content.of(c));
      case Change.Edited c -> {
        after(entry, c.target());
        note(entry, c.person(), c.nonce(), Content.ofEdit(c.target(), c.text()));
      }
      case Change.Deleted c -> after(entry, c.target());
      case Change.Reacted c -> {
        after(entry, c.target());
        ReactionKey key = new ReactionKey(c.target(), c.emoji(), c.person());
        if (c.removed()) {
          reacted.remove(key);
        } else {
          reacted.put(key, new Target.Done(entry.seq(), entry.at()));
        }
      }
      default -> {
        // Nothing that is looked up here follows from it.
      }
    }
  }

  private void after(Entry entry, long target) {
    targets.computeIfPresent(target, (_, message) -> message.after(entry));
  }

  private void note(Entry entry, String person, String nonce, String content) {
    if (nonce != null) {
      sent.put(new NonceKey(person, nonce), new Sent(entry.seq(), entry.at(), content));
    }
  }
}
