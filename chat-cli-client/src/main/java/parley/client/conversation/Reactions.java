package parley.client.conversation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import parley.protocol.Limits;
import parley.protocol.Names;
import parley.protocol.Printable;
import parley.protocol.Reaction;

/**
 * What a message was answered with, in the order in which it came. Told twice, a reaction still
 * counts once, for as far as names are known. Immutable.
 *
 * @param all safe to show
 */
public record Reactions(List<One> all) {
  static final Reactions NONE = new Reactions(List.of());

  /**
   * One emoji.
   *
   * @param emoji safe to show
   * @param names of those who are known, folded
   * @param others how many there are besides
   * @param mine whether this person is among them
   */
  public record One(String emoji, Set<String> names, int others, boolean mine) {
    public int count() {
      return names.size() + others;
    }
  }

  public Reactions {
    all = List.copyOf(all);
  }

  static Reactions of(List<Reaction> told, Me me) {
    if (told == null) {
      return NONE;
    }
    List<One> all = new ArrayList<>();
    for (Reaction reaction : told.subList(0, Math.min(told.size(), Limits.REACTIONS))) {
      Set<String> names = new HashSet<>();
      reaction.names().stream()
          .limit(Limits.REACTION_NAMES)
          .forEach(name -> names.add(Names.fold(name)));
      int others = Math.max(0, reaction.count() - names.size());
      boolean mine = names.contains(Names.fold(me.name()));
      all.add(new One(Printable.line(reaction.emoji()), Set.copyOf(names), others, mine));
    }
    return new Reactions(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether this person reacted so. */
  public boolean mine(String emoji) {
    return find(Printable.line(emoji)).filter(One::mine).isPresent();
  }

  Reactions with(String emoji, String who, boolean mine) {
    String shown = Printable.line(emoji);
    Optional<One> known = find(shown);
    if (known.isEmpty() && all.size() >= Limits.REACTIONS) {
      return this;
    }
    One was = known.orElse(new One(shown, Set.of(), 0, false));
    Set<String> names = new HashSet<>(was.names());
    boolean counted = names.contains(Names.fold(who)) || (mine && was.mine());
    boolean named = names.size() < Limits.REACTION_NAMES;
    if (!counted && named) {
      names.add(Names.fold(who));
    }
    int others = was.others() + (counted || named ? 0 : 1);
    return replaced(was, new One(shown, Set.copyOf(names), others, was.mine() || mine));
  }

  Reactions without(String emoji, String who, boolean mine) {
    One was = find(Printable.line(emoji)).orElse(null);
    if (was == null) {
      return this;
    }
    Set<String> names = new HashSet<>(was.names());
    int others = names.remove(Names.fold(who)) ? was.others() : Math.max(0, was.others() - 1);
    return replaced(was, new One(was.emoji(), Set.copyOf(names), others, was.mine() && !mine));
  }

  private Optional<One> find(String emoji) {
    return all.stream().filter(one -> one.emoji().equals(emoji)).findFirst();
  }

  private Reactions replaced(One was, One now) {
    List<One> changed = new ArrayList<>(all);
    int at = changed.indexOf(was);
    if (at < 0) {
      changed.add(now);
    } else if (now.count() == 0) {
      changed.remove(at);
    } else {
      changed.set(at, now);
    }
    return new Reactions(changed);
  }
}
