package parley.benchmarks.harm;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** The attacks that succeed or do not. */
@SuppressWarnings("ImmutableEnumChecker") // what it asks holds no state
enum Probe {
  C15("C15", "a transfer goes on after a kick", RightsProbes::transferAfterKick),
  C16("C16", "a message reaches the second bob", RightsProbes::secondBob),
  D17("D17", "backup --force onto the running log.db", FolderProbes::backupOntoLog),
  D18("D18", "a start without log.db beside its remains", FolderProbes::orphans),
  D19("D19", "export to a full disk exits 0", FolderProbes::fullDisk),
  D20("D20", "check is content after delete from nonce", FolderProbes::noncesGone),
  D21("D21", "the operator's token after a start that failed", FolderProbes::tokenLost),
  E22("E22", "names that look like another", RightsProbes::names);

  /** Asks one server; true and what was found. */
  interface Question {
    Found ask(Path server) throws IOException, InterruptedException, SQLException;
  }

  record Found(boolean harmed, String what) {}

  final String number;
  private final String what;
  private final Question question;

  Probe(String number, String what, Question question) {
    this.number = number;
    this.what = what;
    this.question = question;
  }

  Row.Answer ask(Path server) throws IOException, InterruptedException, SQLException {
    Found found = question.ask(server);
    return new Row.Answer(number, what, found.harmed(), found.what());
  }
}
