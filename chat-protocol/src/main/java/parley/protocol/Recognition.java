package parley.protocol;

/** What the first bytes of a connection say of one wire mode. */
public enum Recognition {
  SUPPORTED,
  UNSUPPORTED,
  /** It can't be told before more bytes have come. */
  NEED_MORE
}
