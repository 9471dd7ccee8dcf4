package parley.client.command;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import parley.client.conversation.Conversation;
import parley.client.link.Link;
import parley.client.link.PendingMessage;
import parley.client.terminal.ConversationView;
import parley.client.terminal.Screen;
import parley.client.terminal.StatusBar;

/**
 * How the connection is, and files on their way, at the bottom of the screen. Guarded by the link's
 * lock.
 */
final class Status {
  /** What is wrong with a connection that nobody makes again. */
  private static final String OVER = "connection over";

  private final Screen screen;
  private final ConversationView view;
  private final Conversation conversation;
  private final Link link;
  private final RunningTransfers transfers;
  private final String place;
  private final OpenServers.Server server;
  private String protection = "";
  private Duration roundTrip;
  private boolean wasConnected;

  /** Empty while connected. */
  private String trouble = "connecting";

  /** When the next attempt comes, null where none is waited for. */
  private Instant retryAt;

  private List<AttributedString> panel = List.of();
  private volatile boolean quiet;
  private long drawnMinute;
  private String drawnSize = "";
  private String lastSize = "";

  Status(
      Screen screen,
      ConversationView view,
      Conversation conversation,
      Link link,
      RunningTransfers transfers,
      String place,
      OpenServers.Server server) {
    this.screen = screen;
    this.view = view;
    this.conversation = conversation;
    this.link = link;
    this.transfers = transfers;
    this.place = place;
    this.server = server;
  }

  void connecting() {
    trouble = "connecting";
  }

  void connected(String protection) {
    this.protection = protection;
    wasConnected = true;
    trouble = "";
    retryAt = null;
  }

  void roundTrip(Duration time) {
    roundTrip = time;
  }

  void lost(Duration delay) {
    trouble = "not connected";
    protection = "";
    roundTrip = null;
    retryAt = Instant.now().plus(delay);
  }

  void ended() {
    trouble = OVER;
    retryAt = null;
  }

  /** Whether there ever was a connection. */
  boolean wasConnected() {
    return wasConnected;
  }

  boolean isConnected() {
    return trouble.isEmpty();
  }

  /** Whether nothing is on its way, and nothing waited for; from any thread. */
  boolean isQuiet() {
    return quiet;
  }

  /** Lines above the bar, none to have it alone. */
  void panel(List<AttributedString> lines) {
    panel = lines;
    draw();
  }

  int panelHeight() {
    return Math.max(1, screen.height() / 2 - 2);
  }

  /** Once the size has stayed the same for a moment, and not at each step of a window's edge. */
  void redrawIfResized() {
    String size = screen.width() + "x" + screen.height();
    if (!size.equals(drawnSize) && size.equals(lastSize)) {
      boolean first = drawnSize.isEmpty();
      drawnSize = size;
      if (!first && screen.hasBar()) {
        view.redraw();
      }
    }
    lastSize = size;
  }

  /**
   * Draws where time alone changes what is to be seen: a program that idles costs next to nothing.
   */
  void tick() {
    if (!quiet || minute() != drawnMinute) {
      draw();
    }
  }

  private static long minute() {
    return Instant.now().getEpochSecond() / 60;
  }

  void draw() {
    drawnMinute = minute();
    String shown = trouble;
    if (retryAt != null) {
      long seconds = Math.max(0, Duration.between(Instant.now(), retryAt).toSeconds());
      shown += ", retry in " + seconds + " s";
    }
    List<AttributedString> lines = new ArrayList<>(panel);
    lines.addAll(transfers.lines(System.nanoTime(), screen.width()));
    quiet =
        (trouble.isEmpty() && lines.isEmpty() && link.pending().isEmpty()) || trouble.equals(OVER);
    List<PendingMessage> pending = link.pending();
    String name = conversation.name();
    server.state(
        new OpenServers.State((name.isEmpty() ? "" : name + "@") + place, shown, pending.size()));
    view.status(
        new ConversationView.Standing(
            conversation,
            new StatusBar.Connection(place, protection, roundTrip, shown),
            pending,
            link.unsure(),
            lines));
  }
}
