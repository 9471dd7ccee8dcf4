package parley.server.file;

import parley.protocol.FileInfo;
import parley.server.decide.Act;

/** What a ticket is for. */
sealed interface Job {
  /** Who asked for it, an id. */
  String person();

  FileInfo file();

  /**
   * A file is brought.
   *
   * @param say what is said when it is there
   */
  record Incoming(Act.Say say) implements Job {
    @Override
    public String person() {
      return say.by().id();
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
  record Outgoing(String person, long seq, FileInfo file) implements Job {}
}
