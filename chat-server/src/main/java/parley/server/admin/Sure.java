package parley.server.admin;

import parley.server.decide.Act;
import picocli.CommandLine.Option;

/** Of a command that takes away for good what people said: it is asked about first. */
final class Sure {
  @Option(names = "--yes", description = "Erase it without asking.")
  private boolean said;

  /**
   * Goes on where it was meant, or is only tried.
   *
   * @param act what would be done; one that nobody may do is refused by its own sentence
   * @param what of people's words would go, as in "all that bob said"
   * @throws Refusal that asks
   */
  void check(Deed deed, Act act, String what) throws Refusal, InterruptedException {
    if (!said && !deed.isDryRun()) {
      deed.foresee(act);
      throw Refusal.asking("That would erase " + what + ", for good.");
    }
  }
}
