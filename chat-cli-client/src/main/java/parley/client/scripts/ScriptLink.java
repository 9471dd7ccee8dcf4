package parley.client.scripts;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import parley.client.link.Link;
import parley.client.link.LinkEnding;
import parley.client.link.LinkEvent;
import parley.client.link.RetryPolicy;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.protocol.Printable;

/**
 * A script's link to its server: for one visit, or in the place that a session file keeps. It says
 * when a connection is lost; all else is its owner's. Safe on any thread.
 */
final class ScriptLink {
  private final SavedSessionFile file;
  private final Dialer dialer;
  private final Link link;
  private final Consumer<String> says;
  private final Consumer<LinkEvent> owner;

  /**
   * @param file keeps the place, null where none is kept; it stays the caller's
   * @param first for how long a first connection is tried
   * @param mended for how long a lost connection is mended
   * @param says for sentences to who runs the script
   * @param owner told all that happens, with the link's lock held
   * @throws IOException where the file can't be read
   */
  ScriptLink(
      ServerOptions options,
      Address address,
      SavedSessionFile file,
      Duration first,
      Duration mended,
      Consumer<String> says,
      Consumer<LinkEvent> owner)
      throws IOException {
    this.file = file;
    this.says = says;
    this.owner = owner;
    dialer = options.dialer(address, says);
    link =
        new Link(
            dialer,
            options.hello(address),
            file == null ? null : file.load(),
            new RetryPolicy(first, mended, !options.isNameChosen(address)),
            this::told);
  }

  /** Not yet started. */
  Link link() {
    return link;
  }

  /** For the connections that carry files. */
  Dialer dialer() {
    return dialer;
  }

  private void told(LinkEvent event) {
    switch (event) {
      case LinkEvent.Lost(String why, Duration delay) -> {
        says.accept(Printable.line(why) + " Trying again in " + delay.toMillis() + " ms.");
        owner.accept(event);
      }
      case LinkEvent.Ended(LinkEnding ending, String sentence) when ending == LinkEnding.OWNED ->
          owner.accept(new LinkEvent.Ended(ending, sentence + "\n" + ServerOptions.HOW_TO_SIGN_IN));
      default -> owner.accept(event);
    }
  }

  /** At ctrl-C or a kind kill too a name that nobody keeps is free at once. */
  void leaveAtEnd() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::giveUpUnlessKept));
  }

  /** Ends it; a place that is kept stays for the next time, any other is given up. */
  void leave() {
    giveUpUnlessKept();
    link.abandon();
  }

  /** Says goodbye, unless the place is to be taken back later; one that has none yet can't be. */
  void giveUpUnlessKept() {
    if (file == null || link.place() == null) {
      link.close();
    }
  }

  /** Writes down what takes the place back, where it is kept. */
  void keep() throws IOException {
    if (file != null && link.place() != null) {
      file.save(link.place());
    }
  }
}
