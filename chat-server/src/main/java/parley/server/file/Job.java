package parley.server.file;

import parley.protocol.FileInfo;
import parley.server.decide.Act;
import parley.server.state.Asker;

/** What a ticket is for. */
sealed interface Job {
  /** Who asked for it. */
  Asker.Person by();

  /** The same, an id. */
  default String person() {
    return by().id();
  }

  FileInfo file();

  /**
   * A file is brought.
   *
   * @param say what is said when it is there
   */
  record Incoming(Act.Say say) implements Job {
    @Override
    public Asker.Person by() {
      return say.by();
    }

    @Override
    public FileInfo file() {
      return say.content().file();
    }
  }

  /**
   * A file is fetched.
   *
   * @param seq the number of the message that tells of it
   */
  record Outgoing(Asker.Person by, long seq, FileInfo file) implements Job {}
}
