package parley.client.terminal;

import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import parley.client.transfer.Progress;

/** A file on its way as one line: what, how far, how fast, how long still; less on less room. */
public final class ProgressLine {
  private static final String DONE = "━";
  private static final String STILL = "╌";

  /** Columns of the bar, and of a name beside one. */
  private static final int BAR_LEAST = 8;

  private static final int BAR_MOST = 40;
  private static final int NAME_LEAST = 8;
  private static final int NAME_MOST = 28;

  private final AttributedStyle style;

  public ProgressLine(AttributedStyle style) {
    this.style = style;
  }

  /**
   * @param head stands before the name: a number, an arrow
   * @param width columns that there are
   */
  public AttributedString of(String head, Progress.Glance glance, SpeedMeter meter, int width) {
    List<String> figures = figures(glance, meter);
    // What is told last is the first to go where there is no room for all.
    while (figures.size() > 1 && room(head, figures, width) < NAME_LEAST + 1 + BAR_LEAST) {
      figures.removeLast();
    }
    int room = room(head, figures, width);
    boolean bar = moves(glance) && room >= NAME_LEAST + 1 + BAR_LEAST;
    int most = bar ? Math.clamp(room / 2, NAME_LEAST, NAME_MOST) : room;
    AttributedStringBuilder line = new AttributedStringBuilder().append(head).append(' ');
    AttributedString name = cut(glance.name() == null ? "file" : glance.name(), most);
    line.append(name);
    if (bar) {
      int columns = Math.min(BAR_MOST, room - name.columnLength() - 1);
      long done = Math.round(columns * share(glance));
      line.append(' ')
          .append(DONE.repeat((int) done), style)
          .append(STILL.repeat((int) (columns - done)), AttributedStyle.DEFAULT.faint());
    }
    figures.forEach(figure -> line.append(' ').append(figure));
    return line.toAttributedString().columnSubSequence(0, width);
  }

  /** What is left for the name and the bar. */
  private static int room(String head, List<String> figures, int width) {
    int taken = head.length() + 1 + figures.stream().mapToInt(f -> f.length() + 1).sum();
    return Math.max(0, width - taken);
  }

  private static List<String> figures(Progress.Glance glance, SpeedMeter meter) {
    List<String> figures = new ArrayList<>();
    switch (glance.phase()) {
      case WAITING -> figures.add("waiting");
      case READING -> {
        figures.add(percent(glance));
        figures.add("read");
      }
      case BROKEN -> {
        figures.add(percent(glance));
        figures.add("broken off, goes on soon");
      }
      case FINISHING -> figures.add("finishing");
      case MOVING -> {
        String left =
            meter.left(glance.total()).stream().mapToObj(Amount::clock).findFirst().orElse("-:--");
        figures.add(percent(glance));
        figures.add("%5s".formatted(left));
        figures.add("%12s".formatted(Amount.bytes(meter.speed()) + "/s"));
        figures.add("of " + Amount.bytes(glance.total()));
      }
    }
    return figures;
  }

  private static boolean moves(Progress.Glance glance) {
    return glance.phase() == Progress.Phase.MOVING || glance.phase() == Progress.Phase.READING;
  }

  private static double share(Progress.Glance glance) {
    return glance.total() < 0
        ? 0
        : glance.total() == 0 ? 1 : Math.clamp((double) glance.done() / glance.total(), 0, 1);
  }

  /** Not rounded up: it is 100 % when all is there. */
  private static String percent(Progress.Glance glance) {
    return "%3d%%".formatted((int) (100 * share(glance)));
  }

  private static AttributedString cut(String text, int columns) {
    AttributedString whole = new AttributedString(text);
    if (whole.columnLength() <= columns) {
      return whole;
    }
    return new AttributedStringBuilder()
        .append(whole.columnSubSequence(0, Math.max(0, columns - 1)))
        .append('…')
        .toAttributedString();
  }
}
