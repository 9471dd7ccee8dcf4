package parley.client.conversation;

/** What an event brought for a person to see. */
public sealed interface News {
  /** Where it belongs. */
  Talk talk();

  /**
   * Something to show below all else.
   *
   * @param firstNew whether all before it was read, and it was not
   */
  record Fresh(Talk talk, TalkEntry entry, boolean firstNew) implements News {}

  /** Something that is shown when its talk is turned to. */
  record Kept(Talk talk, TalkEntry entry) implements News {}

  /**
   * An entry is not as it was when it was shown.
   *
   * @param entry as it is now
   * @param instead what is shown below all else where the entry itself has scrolled away; null for
   *     nothing
   */
  record Changed(Talk talk, TalkEntry entry, TalkEntry instead) implements News {}
}
