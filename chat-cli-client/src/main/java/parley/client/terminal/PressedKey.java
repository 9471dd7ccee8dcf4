package parley.client.terminal;

/** What a key, or the terminal itself, asks for besides editing. */
public enum PressedKey {
  /** The next talk, and the one before. */
  NEXT,
  PREVIOUS,
  /** The next talk with something unread. */
  UNREAD,
  /** Numbers in the place of times, and back. */
  NUMBERS,
  /** Everything anew. */
  REDRAW,
  /** The terminal's window came to the front; it went behind another. */
  LOOKING,
  AWAY,
  TALK_1,
  TALK_2,
  TALK_3,
  TALK_4,
  TALK_5,
  TALK_6,
  TALK_7,
  TALK_8,
  TALK_9,
  TALK_10,
  /** A page further up, and further down. */
  PAGE_UP,
  PAGE_DOWN,
  /** From the beginning of what is there, and back to its end. */
  OLDEST,
  NEWEST,
  /** What is folded is opened, what is open is folded. */
  UNFOLD,
  /** The list of people, or none. */
  PEOPLE,
  /** The message before the chosen one, and after it. */
  CHOOSE_UP,
  CHOOSE_DOWN,
  /** A line that answers, edits, deletes the chosen one, or reacts to it. */
  REPLY,
  EDIT,
  DELETE,
  REACT
}
