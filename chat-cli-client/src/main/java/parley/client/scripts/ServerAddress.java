package parley.client.scripts;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which server to go to, as it is written on a command line. */
public final class ServerAddress {
  private static final String FORM = "[NAME@]HOST[:PORT]";
  private static final String MEANING =
      "The server, or one that chat.toml names (PARLEY_SERVER, or its default, or localhost).";

  private static final String SEVERAL =
      "The server, or one that chat.toml names (PARLEY_SERVER, or its default and those with open ="
          + " true, or localhost). Several are opened on one screen; options are for the first, but"
          + " for --name, --known-hosts and --connect-timeout.";

  private ServerAddress() {}

  /** Where no other words follow the command: its only one. */
  public static final class Alone {
    @Parameters(index = "0", arity = "0..1", paramLabel = FORM, description = MEANING)
    String text;

    /** As it was written, null where it was not. */
    public String text() {
      return text;
    }
  }

  /** Where several may be named. */
  public static final class Several {
    @Parameters(index = "0..*", arity = "0..*", paramLabel = FORM, description = SEVERAL)
    List<String> texts = new ArrayList<>();

    /** As they were written. */
    public List<String> texts() {
      return texts;
    }
  }

  /** Where others do: an option. */
  static final class Named {
    @Option(
        names = {"-s", "--server"},
        paramLabel = FORM,
        description = MEANING)
    String text;
  }
}
