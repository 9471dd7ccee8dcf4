package parley.client.terminal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp;
import org.jline.utils.InfoCmp.Capability;

/** What kind of terminal somebody sits at, as far as {@code TERM} tells. */
public final class TerminalType {
  /** What all that came after it can do, under whatever name. */
  private static final String USUAL = "xterm-256color";

  private static final String DUMB = "dumb";

  /**
   * One that can go to the beginning of its line and back by a character, as paper could. By the
   * name of dumb, the library would leave the line being typed to the system, and print into it.
   */
  private static final String PAPER = "parley-paper";

  static {
    InfoCmp.setDefaultInfoCmp(
        PAPER, PAPER + "|paper,\n\tam,\n\tcols#80,\n\tbel=^G, cr=^M, cub1=^H, cud1=^J, ind=^J,\n");
  }

  private TerminalType() {}

  /**
   * The terminal that somebody sits at, of a kind as below.
   *
   * @param whole whether the whole of it is drawn on; or else lines below each other
   */
  public static Terminal open(Map<String, String> environment, boolean whole) throws IOException {
    TerminalBuilder builder = TerminalBuilder.builder();
    if (whole) {
      // The screen reckons with every width that joined characters can have; to ask for the
      // terminal's takes a round trip, and half a second where a terminal does not answer.
      builder.graphemeCluster(false);
    }
    // What people sit at speaks UTF-8, whatever a bare machine's or a container's locale says.
    return builder
        .system(true)
        .dumb(true)
        .provider(TerminalBuilder.PROP_PROVIDER_JNI) // in half the time of the others
        .name("chat")
        .type(of(environment))
        .encoding(StandardCharsets.UTF_8)
        .build();
  }

  /**
   * The kind that this terminal is treated as. A name of which this machine knows nothing is that
   * of a newer terminal, or of one whose description is elsewhere, and not of one that can do less.
   */
  public static String of(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    if (term.isBlank() || term.equals("unknown") || term.equals(DUMB)) {
      // Emacs lets its own lines be edited and sends them whole.
      return environment.containsKey("INSIDE_EMACS") ? DUMB : PAPER;
    }
    return isKnown(term) ? term : USUAL;
  }

  /** Whether lines come from it as if from a pipe. */
  static boolean isDumb(Terminal terminal) {
    return terminal.getType().startsWith(DUMB);
  }

  /** Whether {@code TERM} names one that has no whole screen to be drawn on, or none. */
  public static boolean isDumb(Map<String, String> environment) {
    return environment.getOrDefault("TERM", "").matches("|\\s+|dumb|unknown");
  }

  /** Whether its font has letters and little else, such as the one of a machine's own console. */
  public static boolean isOfLetters(Map<String, String> environment) {
    String term = environment.getOrDefault("TERM", "");
    return term.isBlank() || term.matches("dumb|unknown|linux|vt\\d+.*|ansi|cons25.*");
  }

  /** Whether a terminal would show a command to it as text. */
  public static boolean isPlain(Terminal terminal) {
    return terminal.getType().equals(PAPER) || isDumb(terminal);
  }

  private static boolean isKnown(String term) {
    try {
      Map<Capability, String> strings = new EnumMap<>(Capability.class);
      InfoCmp.parseInfoCmp(InfoCmp.getInfoCmp(term), new HashSet<>(), new HashMap<>(), strings);
      return !strings.isEmpty();
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
