package parley.client.terminal;

import java.util.List;
import java.util.Locale;

/** What a key, or the terminal itself, asks for besides editing. */
public enum PressedKey {
  NEXT(Where.EVERYWHERE, "to the next talk", "ctrl-n"),
  PREVIOUS(Where.EVERYWHERE, "to the talk before", "ctrl-p"),
  UNREAD(Where.EVERYWHERE, "to the next talk with something unread", "alt-a"),
  NUMBERS(Where.EVERYWHERE, "numbers in the place of times, and back", "alt-n"),
  REDRAW(Where.EVERYWHERE, "everything drawn anew", "ctrl-l"),
  HELP(Where.EVERYWHERE, "what there is to read about", "f1"),
  /** The terminal's window came to the front; it went behind another. */
  LOOKING,
  AWAY,
  /** The mouse: what it points to, the screen knows. */
  WHEEL_UP,
  WHEEL_DOWN,
  CLICK,
  TALK_1(Where.EVERYWHERE, "to talk 1", "alt-1"),
  TALK_2(Where.EVERYWHERE, "to talk 2", "alt-2"),
  TALK_3(Where.EVERYWHERE, "to talk 3", "alt-3"),
  TALK_4(Where.EVERYWHERE, "to talk 4", "alt-4"),
  TALK_5(Where.EVERYWHERE, "to talk 5", "alt-5"),
  TALK_6(Where.EVERYWHERE, "to talk 6", "alt-6"),
  TALK_7(Where.EVERYWHERE, "to talk 7", "alt-7"),
  TALK_8(Where.EVERYWHERE, "to talk 8", "alt-8"),
  TALK_9(Where.EVERYWHERE, "to talk 9", "alt-9"),
  TALK_10(Where.READING, "to talk 10", "alt-0"),
  PAGE_UP(Where.READING, "a page further up", "pgup"),
  PAGE_DOWN(Where.READING, "a page further down", "pgdn"),
  OLDEST(Where.READING, "to the beginning of what is here", "alt-home", "alt-<"),
  NEWEST(Where.READING, "back to the end", "alt-end", "alt->"),
  UNFOLD(Where.READING, "open what is folded, fold what is open", "alt-f"),
  PEOPLE(Where.READING, "the list of people, or none", "f8"),
  CHOOSE_UP(Where.READING, "choose the message before", "alt-up"),
  CHOOSE_DOWN(Where.READING, "choose the message after", "alt-down"),
  REPLY(Where.READING, "answer the chosen message", "alt-r"),
  EDIT(Where.READING, "edit the chosen message, or your last", "alt-e"),
  DELETE(Where.READING, "delete the chosen message", "alt-x"),
  REACT(Where.READING, "react to the chosen message", "alt-+"),
  /** The editor of the line does it itself. */
  JUMP(Where.READING, "to a talk, person or command by a few letters", "ctrl-k");

  /** Where a key is bound. */
  private enum Where {
    /** By nobody who types: the terminal itself sends it. */
    TOLD,
    EVERYWHERE,
    /** On a screen that is read in; where it is not, the key is the terminal's own. */
    READING
  }

  private final Where where;
  private final String meaning;

  // A copy that nobody changes; the type can't say so.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<String> keys;

  PressedKey() {
    this(Where.TOLD, "");
  }

  PressedKey(Where where, String meaning, String... keys) {
    this.where = where;
    this.meaning = meaning;
    this.keys = List.of(keys);
  }

  /** Whether a person can choose the keys for it. */
  public boolean isTyped() {
    return where != Where.TOLD;
  }

  /** Whether it is for a screen that is read in, and no other. */
  public boolean isForReading() {
    return where == Where.READING;
  }

  /** How people name it: {@code page-up}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it is for, in a few words. */
  public String meaning() {
    return meaning;
  }

  /** Which keys ask for it unless others are set, by their names ({@link KeyName}). */
  public List<String> keys() {
    return keys;
  }
}
