package parley.client.terminal;

/** What a key asks for besides editing. */
public enum Key {
  NEXT,
  PREVIOUS,
  UNREAD,
  TALK_1,
  TALK_2,
  TALK_3,
  TALK_4,
  TALK_5,
  TALK_6,
  TALK_7,
  TALK_8,
  TALK_9
}
