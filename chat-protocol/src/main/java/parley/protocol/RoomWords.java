package parley.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import parley.text.Counted;

/** How people name a room's settings: {@code private on}, {@code slow 10}. */
public enum RoomWords {
  PRIVATE("private", List.of("on", "off"), "only members and who is invited know of it"),
  GUESTS("guests", List.of("on", "off"), "people without an account may come in"),
  READ_ONLY("read-only", List.of("on", "off"), "only moderators speak"),
  ARCHIVED("archived", List.of("on", "off"), "it can be read, and nothing changes in it"),
  SLOW("slow", List.of("off"), "seconds between two messages of one member"),
  TOPIC_BY("topic-by", List.of("member", "moderator", "owner"), "who sets the topic"),
  INVITE_BY("invite-by", List.of("member", "moderator", "owner"), "who invites"),
  HISTORY("history", List.of("all", "joined"), "what newcomers read of what was said before"),
  KEEP("keep", List.of("off"), "days that messages are kept, if the server keeps them as long"),
  DESCRIPTION("description", List.of(), "what it is for; - takes it away");

  private final String word;

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody changes
  private final List<String> choices;

  private final String meaning;

  RoomWords(String word, List<String> choices, String meaning) {
    this.word = word;
    this.choices = List.copyOf(choices);
    this.meaning = meaning;
  }

  public String word() {
    return word;
  }

  /** Those of its values that can be listed. */
  public List<String> choices() {
    return choices;
  }

  /** What it says of a room, in half a sentence. */
  public String meaning() {
    return meaning;
  }

  /** All of their words. */
  public static List<String> words() {
    return Arrays.stream(values()).map(RoomWords::word).toList();
  }

  /**
   * A change, as it is typed.
   *
   * @throws InvalidRequest with a sentence, where there is no such setting or value
   */
  public static RoomSettings change(String word, String value) {
    RoomWords setting =
        Arrays.stream(values())
            .filter(s -> s.word.equals(word))
            .findFirst()
            .orElseThrow(
                () -> Check.bad("A room's settings are " + String.join(", ", words()) + "."));
    return setting.change(value);
  }

  private RoomSettings change(String value) {
    return switch (this) {
      case PRIVATE ->
          new RoomSettings(on(value), null, null, null, null, null, null, null, null, null);
      case GUESTS ->
          new RoomSettings(null, on(value), null, null, null, null, null, null, null, null);
      case READ_ONLY ->
          new RoomSettings(null, null, on(value), null, null, null, null, null, null, null);
      case ARCHIVED ->
          new RoomSettings(null, null, null, on(value), null, null, null, null, null, null);
      case SLOW ->
          new RoomSettings(
              null,
              null,
              null,
              null,
              number(value, "seconds", RoomSettings.SLOW_MOST),
              null,
              null,
              null,
              null,
              null);
      case TOPIC_BY ->
          new RoomSettings(
              null, null, null, null, null, RoomRole.of(value), null, null, null, null);
      case INVITE_BY ->
          new RoomSettings(
              null, null, null, null, null, null, RoomRole.of(value), null, null, null);
      case HISTORY ->
          new RoomSettings(
              null, null, null, null, null, null, null, PastSeen.of(value), null, null);
      case KEEP ->
          new RoomSettings(
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              number(value, "days", RoomSettings.KEEP_MOST),
              null);
      case DESCRIPTION ->
          new RoomSettings(
              null, null, null, null, null, null, null, null, null, value.equals("-") ? "" : value);
    };
  }

  private boolean on(String value) {
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw Check.bad(word + " is on or off.");
    };
  }

  private int number(String value, String unit, int most) {
    if (value.equals("off")) {
      return 0;
    }
    if (!Digits.areDecimal(value, 6)) {
      throw Check.bad("%s is a number of %s up to %d, or off.".formatted(word, unit, most));
    }
    return Integer.parseInt(value);
  }

  /** What a room is like, in a line; others may have written its description. */
  public static String sentence(RoomSettings settings) {
    StringJoiner is = new StringJoiner(", ").setEmptyValue("plain");
    if (settings.forMembersAlone()) {
      is.add("private");
    }
    if (settings.takesGuests()) {
      // Nobody comes into a private room by being a guest alone.
      is.add(settings.forMembersAlone() ? "guests by invitation" : "open to guests");
    }
    if (settings.forReading()) {
      is.add("read-only");
    }
    if (settings.atRest()) {
      is.add("archived");
    }
    if (settings.slowSeconds() > 0) {
      is.add(
          "slow ("
              + settings.slowSeconds()
              + " s"
              + (settings.forReading() ? ", once it is not read-only)" : ")"));
    }
    if (settings.topicBy() != null) {
      is.add("topic by " + settings.topicBy().wire() + "s");
    }
    if (settings.inviteBy() != null) {
      is.add("invitations by " + settings.inviteBy().wire() + "s");
    }
    if (settings.past() == PastSeen.JOINED) {
      is.add("newcomers read what follows");
    }
    if (settings.keepDays() > 0) {
      is.add("messages kept " + Counted.of(settings.keepDays(), "day"));
    }
    return settings.description() == null ? is.toString() : is + ": " + settings.description();
  }

  /** All of them with their values, a line each. */
  public static String help() {
    int longest = Arrays.stream(values()).mapToInt(s -> s.typed().length()).max().orElse(0);
    return Arrays.stream(values())
        .map(s -> s.typed() + " ".repeat(longest + 2 - s.typed().length()) + s.meaning)
        .collect(Collectors.joining("\n"));
  }

  private String typed() {
    return switch (this) {
      case SLOW -> word + " SECONDS|off";
      case KEEP -> word + " DAYS|off";
      case DESCRIPTION -> word + " TEXT|-";
      default -> word + " " + String.join("|", choices);
    };
  }
}
