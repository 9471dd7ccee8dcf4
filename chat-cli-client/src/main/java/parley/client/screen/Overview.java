package parley.client.screen;

import java.util.List;
import parley.client.conversation.Talk;
import parley.client.terminal.Alerts;
import parley.client.terminal.ConversationView.Standing;

/**
 * What of one server is seen while another one's page is: made with its own lock held, and read by
 * anybody. Immutable; the talks in it only say which is meant.
 *
 * @param label what the server is called here
 * @param trouble what is wrong with the connection, in few words; empty for nothing
 * @param waiting messages that are not acknowledged, where there is trouble
 * @param talks in the order of their numbers
 * @param current the talk that is turned to there, null for none
 */
record Overview(String label, String trouble, int waiting, List<Row> talks, Talk current) {
  /**
   * A talk as it stands in the list.
   *
   * @param named whether it names this person where they did not look
   * @param counts whether that is counted in the window's title
   */
  record Row(Talk talk, String title, boolean direct, int unread, boolean named, boolean counts) {}

  /** Of a server of which nothing is known yet. */
  static Overview none(String label) {
    return new Overview(label, "", 0, List.of(), null);
  }

  /**
   * As it is now.
   *
   * @param standing null where there is no conversation
   */
  static Overview of(String label, Standing standing, Alerts alerts) {
    if (standing == null) {
      return none(label);
    }
    String trouble = standing.connection().brief();
    List<Row> rows =
        standing.conversation().talks().stream()
            .map(
                talk ->
                    new Row(
                        talk,
                        talk.title(),
                        talk.direct(),
                        talk.unread(),
                        talk.mentioned(),
                        talk.mentioned() && alerts.counts(talk)))
            .toList();
    return new Overview(
        label,
        trouble,
        trouble.isEmpty() ? 0 : standing.pending().size(),
        rows,
        standing.conversation().current());
  }
}
