package parley.benchmarks.harm;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Map;
import parley.benchmarks.harm.Readings.Asked;
import parley.benchmarks.harm.Readings.Figures;

/** One line of the table. */
sealed interface Row {
  /** As {@code docs/security.md} numbers it; empty for the line without an attack. */
  String number();

  String what();

  /** Whether what is promised holds; true where nothing is. */
  boolean kept();

  /**
   * A load, and what the others had meanwhile.
   *
   * @param cpu seconds of the server's, {@code strangerCpu} of who attacks
   * @param resident the server's most, bytes
   * @param out bytes a second that it wrote, files included
   * @param grown bytes of the data folder, {@code logged} of what it printed
   * @param refused what one more person was refused while it lasted, empty for nothing
   * @param note what else was seen
   */
  record Load(
      String number,
      String what,
      boolean promised,
      double seconds,
      Map<Asked, Figures> others,
      double cpu,
      double strangerCpu,
      long resident,
      double out,
      long grown,
      long logged,
      String refused,
      String note)
      implements Row {
    private static final double MOST_MILLIS = 250;

    @Override
    @JsonProperty
    public boolean kept() {
      return !promised
          || others.get(Asked.ACKNOWLEDGEMENT).p99() <= MOST_MILLIS
              && others.get(Asked.ACKNOWLEDGEMENT).failed() == 0
              && others.get(Asked.NEWCOMER).failed() == 0;
    }
  }

  /** Something that is so or not. */
  record Answer(String number, String what, boolean harmed, String found) implements Row {
    @Override
    @JsonProperty
    public boolean kept() {
      return true;
    }
  }
}
