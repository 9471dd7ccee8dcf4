package parley.client.terminal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import parley.protocol.RoomRole;
import parley.protocol.RoomWords;

/**
 * Completes commands, rooms and names from the last {@link Vocabulary} it was given, and paths. It
 * runs under the terminal's lock, so it may wait for nothing else, but for a look at the disk.
 */
public final class Completion implements Completer {
  /** What a command's first argument is. */
  public enum Argument {
    NONE,
    ROOM,
    PERSON,
    TALK,
    EMOJI,
    MESSAGE,
    OWN_MESSAGE,
    /** A message with a file. */
    FILE_MESSAGE,
    /** What a room is like. */
    SETTING,
    /** A value of the setting before it. */
    SETTING_VALUE,
    /** How its person wants this program. */
    PREFERENCE,
    /** A value of the preference before it. */
    PREFERENCE_VALUE,
    /** What somebody is in a room. */
    ROOM_ROLE,
    /** A server, by its name or address. */
    SERVER,
    /** Where a token is good, and what for. */
    TOKEN_SCOPE,
    /** An admin command, with all that follows. */
    ADMIN,
    /** A topic of help, or a command. */
    HELP,
    /** A file of this machine. */
    PATH
  }

  /** A command to complete, without its slash; names of people follow its arguments. */
  public record Word(String name, String summary, List<Argument> arguments) {
    Argument argument(int index) {
      return index < arguments.size()
          ? arguments.get(index)
          : arguments.contains(Argument.ADMIN) ? Argument.ADMIN : Argument.PERSON;
    }
  }

  /**
   * A message that can be named by its number.
   *
   * @param file whether it tells of one
   */
  public record Said(long seq, boolean own, String from, String text, boolean file) {
    private static final int SHORT = 40;

    String reference() {
      return "#" + seq;
    }

    String inShort() {
      String line = text.replace('\n', ' ').replace('\t', ' ');
      return from
          + ": "
          + (line.length() > SHORT
              ? line.substring(0, line.offsetByCodePoints(0, SHORT / 2)) + "…"
              : line);
    }
  }

  /**
   * What there is to complete.
   *
   * @param titles of the talks that are open
   * @param people those in the current talk first
   * @param emoji by name
   */
  public record Vocabulary(
      List<Word> commands,
      List<String> rooms,
      List<String> titles,
      List<String> people,
      Map<String, String> emoji) {}

  private volatile Vocabulary vocabulary =
      new Vocabulary(List.of(), List.of(), List.of(), List.of(), Map.of());

  /** The last messages of the current talk, newest first. */
  private volatile List<Said> said = List.of();

  /** Null as long as the server was not asked for them. */
  private volatile AdminWords admin;

  /** What can be set of this program, by its name; asked for when it is first completed. */
  private volatile Supplier<Map<String, Preference>> preferences = Map::of;

  private final AtomicBoolean adminWanted = new AtomicBoolean();

  /** Whether admin commands were to be completed that are not known; true once. */
  public boolean wantsAdmin() {
    return adminWanted.getAndSet(false);
  }

  /**
   * @param words null where they are to be asked for again, as of another server
   */
  public void learn(AdminWords words) {
    admin = words;
  }

  /** Something to set: what it means, and which values it may have where those are few. */
  public record Preference(String meaning, List<String> choices) {}

  public void learnPreferences(Supplier<Map<String, Preference>> preferences) {
    this.preferences = preferences;
  }

  /** What help is about, by its word; asked for when it is first completed. */
  private volatile Supplier<Map<String, String>> topics = Map::of;

  public void learnTopics(Supplier<Map<String, String>> topics) {
    this.topics = topics;
  }

  /** Servers by their names; asked for when one is first completed. */
  private volatile Supplier<List<String>> servers = List::of;

  public void learnServers(Supplier<List<String>> servers) {
    this.servers = servers;
  }

  /** All that can be completed, but for messages. */
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  public void learn(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** The last messages of the current talk, newest first. */
  public void learn(List<Said> said) {
    this.said = List.copyOf(said);
  }

  /** Whether a path follows a word that begins a line. */
  boolean takesPath(String word) {
    return vocabulary.commands().stream()
        .anyMatch(c -> word.equals("/" + c.name()) && c.argument(0) == Argument.PATH);
  }

  /** One's own last messages as lines that edit them, newest first. */
  public List<String> recallable() {
    return said.stream()
        .filter(Said::own)
        .map(one -> "/edit " + one.reference() + " " + one.text())
        .toList();
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    Vocabulary known = vocabulary;
    String first = line.words().getFirst();
    boolean command = first.startsWith("/") && !first.startsWith("//");
    if (command && line.wordIndex() == 0) {
      for (Word word : known.commands()) {
        String typed = "/" + word.name();
        candidates.add(new Candidate(typed, typed, null, word.summary(), null, null, true));
      }
      return;
    }
    Argument argument = Argument.PERSON;
    if (command) {
      argument =
          known.commands().stream()
              .filter(word -> first.equals("/" + word.name()))
              .findFirst()
              .map(word -> word.argument(line.wordIndex() - 1))
              .orElse(Argument.PERSON);
    }
    String word = line.word().substring(0, line.wordCursor());
    boolean names = argument == Argument.EMOJI || argument == Argument.PERSON;
    if (names && word.startsWith(":") && word.length() >= EmojiMatcher.FEWEST) {
      EmojiMatcher.add(word, candidates);
      return;
    }
    switch (argument) {
      case NONE -> {}
      case ROOM -> add(known.rooms(), "", candidates);
      case TALK -> {
        add(known.titles(), "", candidates);
        known.people().forEach(name -> candidates.add(new Candidate("@" + name)));
      }
      case SERVER -> add(servers.get(), "", candidates);
      case EMOJI ->
          known
              .emoji()
              .forEach(
                  (name, emoji) ->
                      candidates.add(new Candidate(name, name, null, emoji, null, null, true)));
      case MESSAGE -> messages(_ -> true, candidates);
      case OWN_MESSAGE -> messages(Said::own, candidates);
      case FILE_MESSAGE -> messages(Said::file, candidates);
      case SETTING -> {
        for (RoomWords setting : RoomWords.values()) {
          candidates.add(
              new Candidate(
                  setting.word(), setting.word(), null, setting.meaning(), null, null, true));
        }
      }
      case SETTING_VALUE -> {
        String setting = line.words().get(line.wordIndex() - 1);
        for (RoomWords each : RoomWords.values()) {
          if (each.word().equals(setting)) {
            add(each.choices(), "", candidates);
          }
        }
      }
      case HELP -> {
        topics
            .get()
            .forEach(
                (topic, about) ->
                    candidates.add(new Candidate(topic, topic, null, about, null, null, true)));
        for (Word one : known.commands()) {
          String typed = "/" + one.name();
          candidates.add(new Candidate(typed, typed, null, one.summary(), null, null, true));
        }
      }
      case PREFERENCE ->
          preferences
              .get()
              .forEach(
                  (name, one) ->
                      candidates.add(
                          new Candidate(name, name, null, one.meaning(), null, null, true)));
      case PREFERENCE_VALUE -> {
        Preference one = preferences.get().get(line.words().get(line.wordIndex() - 1));
        add(one == null ? List.of() : one.choices(), "", candidates);
      }
      case ROOM_ROLE ->
          add(Stream.of(RoomRole.values()).map(RoomRole::wire).toList(), "", candidates);
      case TOKEN_SCOPE -> {
        add(known.rooms().stream().map(room -> "rooms=" + room).toList(), "", candidates);
        add(List.of("may=read", "may=post", "may=read,post,talks", "for=30d"), "", candidates);
      }
      case ADMIN -> {
        AdminWords words = admin;
        if (words == null) {
          adminWanted.set(true);
        } else {
          add(words.after(line.words().subList(1, line.wordIndex())), "", candidates);
        }
        if (line.wordIndex() > 1) {
          add(known.people(), "", candidates);
          add(known.rooms(), "", candidates);
        }
      }
      case PATH -> PathCompleter.complete(line.word().substring(0, line.wordCursor()), candidates);
      case PERSON -> add(known.people(), line.wordIndex() == 0 ? ":" : "", candidates);
    }
  }

  private void messages(Predicate<Said> which, List<Candidate> candidates) {
    int order = 0;
    for (Said one : said) {
      if (which.test(one)) {
        String reference = one.reference();
        candidates.add(
            new Candidate(reference, reference, null, one.inShort(), null, null, true, order++));
      }
    }
  }

  private static void add(List<String> words, String end, List<Candidate> candidates) {
    for (String word : words) {
      candidates.add(new Candidate(word + end, word, null, null, null, null, true));
    }
  }
}
