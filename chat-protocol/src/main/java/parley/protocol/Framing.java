package parley.protocol;

/**
 * How one connection's bytes are cut into records: one object a connection, for the thread that
 * reads.
 */
public interface Framing {
  /**
   * Takes the next whole record.
   *
   * @param in holds at least one byte
   * @param limit bytes of a record
   * @return null when more bytes are needed
   * @throws ProtocolException {@linkplain ProtocolException#fatal fatal}: decode no further
   */
  byte[] next(Incoming in, int limit) throws ProtocolException;

  /**
   * Takes the last record of a stream that has ended, after {@link #next} answered null.
   *
   * @param in holds at least one byte
   * @param cut whether the stream may have been cut by somebody on the way
   * @return null where what is left is none
   * @throws ProtocolException where the stream must not end here
   */
  byte[] last(Incoming in, boolean cut) throws ProtocolException;
}
