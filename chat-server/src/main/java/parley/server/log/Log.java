package parley.server.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import parley.server.config.Settings.Durability;
import parley.server.config.UserError;
import parley.server.logfile.DamagedEvents;
import parley.server.logfile.FileBytes;
import parley.server.logfile.FolderLock;
import parley.server.logfile.LoggedFile;
import parley.server.logfile.RetentionMarks;
import parley.server.net.Network;
import parley.server.state.Ban;
import parley.server.state.Change;
import parley.server.state.Entry;
import parley.server.state.Invitation;
import parley.server.state.Mute;
import parley.server.state.NonceKey;
import parley.server.state.OldMessage;
import parley.server.state.PartnerKey;
import parley.server.state.Place;
import parley.server.state.ReactionKey;
import parley.server.state.Sent;
import parley.server.state.Sight;
import parley.server.state.State;
import parley.server.state.Viewer;

/**
 * The log of one data folder: opened once, appended to on one thread, read on any. Numbers in
 * ranges are as in mathematics: {@code (after, upTo]} leaves out {@code after}. Methods that read
 * throw {@link UncheckedIOException} where the file can't be read.
 */
public final class Log implements AutoCloseable {
  /** Events that one reading counts: some milliseconds. */
  private static final int COUNTED = 16_384;

  private final FolderLock lock;
  private final FileWatch watch;
  private final LogWriter writer;
  private final Readers readers;
  private final Scrubber scrubber;
  private final boolean created;
  private final String id;
  private volatile Runnable onAppend = () -> {};
  private volatile Consumer<String> onRelease = _ -> {};

  Log(
      FolderLock lock,
      FileWatch watch,
      LogWriter writer,
      Readers readers,
      Scrubber scrubber,
      boolean created,
      String id) {
    this.lock = lock;
    this.watch = watch;
    this.writer = writer;
    this.readers = readers;
    this.scrubber = scrubber;
    this.created = created;
    this.id = id;
  }

  /**
   * Opens the log of a data folder, which is made if there is none. What the process before left in
   * the write-ahead log is written and synced again before anything is built on it.
   *
   * @param nonceKeepMillis nonces older than the newest event by more may be forgotten; 0 keeps all
   * @param durability what an append has survived when it returns
   * @throws UserError where the folder is in use or can't be used, or the file is damaged, a newer
   *     version's, or not a log
   */
  public static Log open(Path dataDir, long nonceKeepMillis, Durability durability)
      throws UserError {
    return Opening.open(dataDir.toAbsolutePath(), nonceKeepMillis, durability);
  }

  /** As the other, durable on the disk. */
  public static Log open(Path dataDir, long nonceKeepMillis) throws UserError {
    return open(dataDir, nonceKeepMillis, Durability.DISK);
  }

  /** What went wrong with a log's file, and what to do. */
  public static String sentence(Path file, SQLException failure) {
    return Opening.sentence(file, failure);
  }

  /** Whether there was no log in the folder before this one was opened. */
  public boolean created() {
    return created;
  }

  /** Names this log; random. */
  public String id() {
    return id;
  }

  /**
   * The state after the newest event, from the tables. Who is connected is not of it: everyone
   * counts as gone since now, so that the grace for coming back is counted afresh.
   */
  public State load() {
    try {
      return writer.load();
    } catch (SQLException e) {
      throw unreadable(e);
    } catch (RuntimeException e) {
      throw new UncheckedIOException(
          new IOException(
              "The log's tables don't fit each other; \"chat-server check\" tells more.", e));
    }
  }

  /** The newest event's number, 0 where there is none. On any thread. */
  public long last() {
    return writer.last();
  }

  /**
   * Writes events and what they change in one transaction, durable when this returns. On the
   * sequencer's thread only.
   *
   * @param entries numbered on from {@link #last}
   * @throws RolledBackException where nothing of it is there, and the log goes on
   * @throws OutcomeUnknownException where all or nothing of it may be there: halt without closing
   */
  public void append(List<Entry> entries) throws RolledBackException, OutcomeUnknownException {
    List<String> released;
    try {
      watch.requireNoLoss();
      released = writer.append(entries);
      watch.assure();
    } catch (OutcomeUnknownException e) {
      abandon();
      throw e;
    }
    if (entries.stream().anyMatch(Log::erases)) {
      scrubber.erased();
    }
    onAppend.run();
    released.forEach(onRelease);
  }

  /** What is on disk is unknown: nothing is written any more, and SQLite stays as it is. */
  private void abandon() {
    scrubber.abandon();
    writer.distrust();
  }

  /**
   * Tells someone when the log's files are no more those at their paths, because somebody deleted
   * or replaced them, or their volume is gone; on a thread of this log's. Nothing can be confirmed
   * any more, and the process is to halt.
   */
  public void onLoss(Runnable told) {
    watch.onLoss(told);
  }

  /** Takes what was erased before out of the write-ahead log, soon. */
  void scrub() {
    scrubber.erased();
  }

  private static boolean erases(Entry entry) {
    return entry.change() instanceof Change.Edited
        || entry.change() instanceof Change.Deleted
        || entry.change() instanceof Change.Forgotten;
  }

  /** Whether retention took texts that {@link #eraseSome} has not erased yet. On any thread. */
  public boolean erasureDue() {
    return writer.erasureDue();
  }

  /**
   * How many numbers of events retention has yet to go through to erase what it took, of the room
   * that is next; 0 where nothing is to be erased. On any thread.
   */
  public long toErase() {
    return writer.toErase();
  }

  /**
   * Erases the texts of some hundred of the messages that retention took, durably. On the
   * sequencer's thread only.
   */
  public void eraseSome() throws RolledBackException, OutcomeUnknownException {
    List<String> released;
    try {
      released = writer.eraseSome();
      watch.assure();
    } catch (OutcomeUnknownException e) {
      abandon();
      throw e;
    } catch (SQLException e) {
      throw unreadable(e);
    }
    scrubber.erased();
    released.forEach(onRelease);
  }

  /** Up to where retention took what was said in a room, by its folded name. */
  public long floorOf(String room) throws InterruptedException {
    return floors().of(room);
  }

  /** Up to where retention took what was said. */
  public RetentionMarks floors() throws InterruptedException {
    return readers.read(ReadTurn.SERVER, Reader::floors);
  }

  /**
   * The number of the newest event from before a time, 0 where there is none. Events before it with
   * a later time were told a wrong one.
   *
   * @param millis since 1970 UTC
   */
  public long lastBefore(long millis) throws InterruptedException {
    return lastBefore(ReadTurn.SERVER, millis);
  }

  private long lastBefore(ReadTurn asker, long millis) throws InterruptedException {
    long end = last();
    List<Long> starts = writer.falls().starts();
    for (int i = starts.size(); i >= 0 && end > 0; i--) {
      long from = i == 0 ? 1 : starts.get(i - 1);
      long to = end;
      long first =
          from > to ? from : readers.read(asker, reader -> reader.firstSince(millis, from, to));
      if (first > from) {
        return first - 1;
      }
      end = Math.min(end, from - 1);
    }
    return 0;
  }

  /** How many bytes of what was said are there, for the events of {@code (after, upTo]}. */
  public Map<String, Long> weigh(long after, long upTo) throws InterruptedException {
    return readers.read(ReadTurn.SERVER, reader -> reader.weigh(after, upTo));
  }

  /** How many messages of {@code (after, upTo]} a room has whose text is there; the name folded. */
  public long saidIn(String room, long after, long upTo) throws InterruptedException {
    return inSteps(after, upTo, (reader, from, to) -> reader.saidIn(room, from, to));
  }

  /** How many messages there are besides those of some rooms, talks between people included. */
  public long saidElsewhere(List<String> except, long after, long upTo)
      throws InterruptedException {
    return inSteps(after, upTo, (reader, from, to) -> reader.saidElsewhere(except, from, to));
  }

  private interface Counting {
    long in(Reader reader, long after, long upTo) throws SQLException;
  }

  /** Others read between the steps. */
  private long inSteps(long after, long upTo, Counting counting) throws InterruptedException {
    long sum = 0;
    for (long from = after; from < upTo; from += COUNTED) {
      long start = from;
      long end = Math.min(from + COUNTED, upTo);
      sum += readers.read(ReadTurn.SERVER, reader -> counting.in(reader, start, end));
    }
    return sum;
  }

  /** Tells someone of each {@link #append}, on the appending thread: it must return at once. */
  public void onAppend(Runnable told) {
    onAppend = told;
  }

  /**
   * Tells someone the SHA-256, in hex, of each file that no message tells of any more, once that is
   * on disk; on the sequencer's thread: it must return at once. Another message may tell of the
   * same file by then, so {@link #refersTo} is asked before anything is removed. What went while
   * nobody was told, as before a halt, is found by asking for every stored file.
   */
  public void onRelease(Consumer<String> told) {
    onRelease = told;
  }

  /** Whether a message tells of the file with a SHA-256, in lower-case hex. */
  public boolean refersTo(String sha256) throws InterruptedException {
    return readers.read(ReadTurn.SERVER, reader -> reader.refersTo(sha256));
  }

  /** How many bytes the files have that messages tell of; the same file counts once. At once. */
  public long fileBytes() {
    return writer.fileBytes().of(FileBytes.ALL);
  }

  /**
   * How many bytes the files have that a person's messages tell of; the same file counts once. At
   * once.
   *
   * @param person an id
   */
  public long fileBytes(String person) {
    return writer.fileBytes().of(person);
  }

  /**
   * The files that messages tell of, in the order of their digests.
   *
   * @param after a digest, empty for the first ones; the last one got asks for more
   * @param most 1 or more; where fewer are told there are no more
   */
  public List<LoggedFile> files(String after, int most) throws InterruptedException {
    return readers.read(ReadTurn.SERVER, reader -> reader.files(after, most));
  }

  /** A reader of all events for one more thread, which closes it before the log is closed. */
  public Tail tail() {
    try {
      return new Tail(readers.connect());
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** A finder of what can be forgotten, for one more thread, which closes it before the log is. */
  public Leftovers leftovers() {
    try {
      return new Leftovers(readers.connect(), new DamagedEvents());
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** A finder of what somebody said, for one more thread, which closes it before the log is. */
  public OwnWords ownWords() {
    try {
      return new OwnWords(readers.connect());
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /** What was sent under these nonces, where something was. On the sequencer's thread only. */
  public Map<NonceKey, Sent> sent(Collection<NonceKey> keys) {
    return look(lookups -> lookups.sent(keys));
  }

  /**
   * With whom people exchanged direct messages under these names, ids; none where with nobody. On
   * the sequencer's thread only.
   */
  public Map<PartnerKey, String> partners(Collection<PartnerKey> keys) {
    return look(lookups -> lookups.partners(keys));
  }

  /** The messages of these numbers, where there are such. On the sequencer's thread only. */
  public Map<Long, OldMessage> targets(Collection<Long> seqs) {
    return look(lookups -> lookups.targets(seqs));
  }

  /** The reactions that there are of these. On the sequencer's thread only. */
  public Map<ReactionKey, OldMessage.Done> reacted(Collection<ReactionKey> keys) {
    return look(lookups -> lookups.reacted(keys));
  }

  private <T> T look(LogWriter.Look<T> look) {
    try {
      return writer.look(look);
    } catch (SQLException e) {
      throw unreadable(e);
    }
  }

  /**
   * Forgets some hundred of the nonces of before a time, oldest first. {@link #append} does so by
   * itself, by the time nonces are kept; this is for a server that has nothing to append.
   *
   * @param beforeMillis since 1970 UTC
   */
  public void forgetNonces(long beforeMillis) throws RolledBackException, OutcomeUnknownException {
    writer.forgetNonces(beforeMillis);
  }

  /** Notes a small fact beside the log, durable when this returns. On any thread. */
  public void setMeta(String key, String value)
      throws RolledBackException, OutcomeUnknownException {
    writer.setMeta(key, value);
    watch.assure();
  }

  /** What {@link #setMeta} noted, or null. */
  public String meta(String key) {
    return readers.readThrough(reader -> reader.meta(key));
  }

  /**
   * The events of {@code (after, upTo]} that a person may see: those of a room while they were its
   * member, their own joined and left with them, and direct messages by them or to them.
   *
   * @param from where the person is: each network's reads take turns with those of others
   * @param upTo not above {@link #last}, or the page ends there
   * @param maxBytes of the events as the log holds them; one event is read whatever its size
   */
  public Page visible(Network from, Viewer viewer, long after, long upTo, int maxBytes)
      throws InterruptedException {
    long end = Math.max(after, Math.min(upTo, last()));
    return readers.read(
        new ReadTurn(from, end - after), reader -> reader.visible(viewer, after, end, maxBytes));
  }

  /** As the other, of somebody who is nowhere. */
  public Page visible(String person, long after, long upTo, int maxBytes)
      throws InterruptedException {
    return visible(Network.NOWHERE, Viewer.of(person), after, upTo, maxBytes);
  }

  /**
   * Messages of a room or a talk: those just before {@code before}, those just after {@code after},
   * or the newest.
   *
   * @param from as in {@link #visible}
   * @param sight of whoever reads: nothing beyond it is told
   * @param before exclusive, null for none; with {@code after} the bound of what is read
   * @param after exclusive, null for none
   * @param limit messages at most, 1 or more
   * @param maxBytes of the messages as the log holds them; one is read whatever its size
   */
  public History history(
      Network from, Sight sight, Place place, Long before, Long after, int limit, int maxBytes)
      throws InterruptedException {
    return readers.read(
        new ReadTurn(from, 0),
        reader -> reader.history(sight, place, before, after, limit, maxBytes));
  }

  /** As the other, of somebody who is nowhere and sees all of the place. */
  public History history(Place place, Long before, Long after, int limit, int maxBytes)
      throws InterruptedException {
    return history(Network.NOWHERE, Sight.whole(place), place, before, after, limit, maxBytes);
  }

  /**
   * Some of what a person said, wherever it was, and that is there.
   *
   * @param from as in {@link #visible}
   * @param after exclusive
   * @param most messages
   * @param maxBytes of the messages as the log holds them; one is read whatever its size
   */
  public OwnPage saidBy(Network from, String person, long after, long upTo, int most, int maxBytes)
      throws InterruptedException {
    return readers.read(
        new ReadTurn(from, 0), reader -> reader.saidBy(person, after, upTo, most, maxBytes));
  }

  /** How many events of {@code (after, upTo]} a person may see, counted no further than a bound. */
  public long countVisible(Network from, Viewer viewer, long after, long upTo, long atMost)
      throws InterruptedException {
    long end = Math.min(upTo, last());
    return readers.read(
        new ReadTurn(from, end - after), reader -> reader.countVisible(viewer, after, end, atMost));
  }

  /** As the other, of somebody who is nowhere. */
  public long countVisible(String person, long after, long upTo, long atMost)
      throws InterruptedException {
    return countVisible(Network.NOWHERE, Viewer.of(person), after, upTo, atMost);
  }

  /**
   * The number of the first of the {@code n} newest events up to {@code upTo} that a person may
   * see; 0 where there are fewer.
   */
  public long nthNewestVisible(Network from, Viewer viewer, long upTo, int n)
      throws InterruptedException {
    long end = Math.min(upTo, last());
    return readers.read(new ReadTurn(from, n), reader -> reader.nthNewestVisible(viewer, end, n));
  }

  /** As the other, of somebody who is nowhere. */
  public long nthNewestVisible(String person, long upTo, int n) throws InterruptedException {
    return nthNewestVisible(Network.NOWHERE, Viewer.of(person), upTo, n);
  }

  /**
   * How many messages of {@code (after, upTo]} others said in a room, counted no further than a
   * bound; those that were deleted since are left out.
   */
  public int unread(Network from, String person, String room, long after, long upTo, int atMost)
      throws InterruptedException {
    return readers.read(
        new ReadTurn(from, 0), reader -> reader.unread(person, room, after, upTo, atMost));
  }

  /** As the other, of somebody who is nowhere. */
  public int unread(String person, String room, long after, long upTo, int atMost)
      throws InterruptedException {
    return unread(Network.NOWHERE, person, room, after, upTo, atMost);
  }

  /**
   * The talks of a person in which something is still there, the newest first.
   *
   * @param from as in {@link #visible}
   * @param person an id
   * @param before only those in which nothing was said from there on, to read on; null for the
   *     newest
   * @param most of them at once
   */
  public OwnTalks.Page talks(Network from, String person, Long before, long upTo, int most)
      throws InterruptedException {
    return readers.read(new ReadTurn(from, 0), reader -> reader.talks(person, before, upTo, most));
  }

  /** As {@link #unread}, of the other one's messages in a talk. */
  public int unreadFrom(
      Network from, String person, String other, long after, long upTo, int atMost)
      throws InterruptedException {
    return readers.read(
        new ReadTurn(from, 0), reader -> reader.unreadFrom(person, other, after, upTo, atMost));
  }

  /**
   * The name of the room that an event belongs to, folded; null where it belongs to none.
   *
   * @param from as in {@link #visible}
   */
  public String roomOf(Network from, long seq) throws InterruptedException {
    return readers.read(new ReadTurn(from, 0), reader -> reader.roomOf(seq));
  }

  /**
   * The messages of these numbers as they are now, in the same order; those erased are left out.
   */
  public List<Entry> messages(Network from, List<Long> seqs) throws InterruptedException {
    return readers.read(new ReadTurn(from, 0), reader -> reader.messages(seqs));
  }

  /** As the other, asked by the server itself. */
  public List<Entry> messages(List<Long> seqs) throws InterruptedException {
    return readers.read(ReadTurn.SERVER, reader -> reader.messages(seqs));
  }

  /**
   * The first event behind all from before a time in milliseconds since 1970 UTC; one too many for
   * none.
   *
   * @param from as in {@link #visible}
   */
  public long firstSince(Network from, long at) throws InterruptedException {
    return lastBefore(new ReadTurn(from, 0), at) + 1;
  }

  /** The accounts, in the order in which they were made. */
  public List<KnownAccount> accounts() {
    return readers.readThrough(Reader::accounts);
  }

  /** What the person of an id is or was last called; null where there is none. */
  public String nameOf(String id) {
    return readers.readThrough(reader -> reader.nameOf(id));
  }

  /** Whether a message of this number was said and is still there. */
  public boolean isThere(long message) {
    return readers.readThrough(reader -> reader.isThere(message));
  }

  /** How many days rooms keep their messages that have a setting for it, by folded name. */
  public Map<String, Integer> roomKeeps() throws InterruptedException {
    return readers.read(ReadTurn.SERVER, Reader::roomKeeps);
  }

  /**
   * When a setting of a room was last changed, in milliseconds since 1970 UTC; 0 where none was. It
   * goes back through all that happened in the room since, so it is not to be asked often.
   */
  public long roomSetAt(String folded) throws InterruptedException {
    return readers.read(ReadTurn.SERVER, reader -> reader.roomSetAt(folded));
  }

  /** When the newest event happened, in milliseconds since 1970 UTC; 0 where there is none. */
  public long lastAt() {
    return readers.readThrough(Reader::lastAt);
  }

  /** The accounts' tokens, oldest first. */
  public List<KnownToken> tokens() {
    return readers.readThrough(Reader::tokens);
  }

  /** The invitations that can be used, or could be until their time passed, oldest first. */
  public List<Invitation> invitations() {
    return readers.readThrough(Reader::invitations);
  }

  /**
   * What was done by those who keep order, the newest first; events that concern nobody else, such
   * as that somebody left, are among it.
   *
   * @param before of events before this number
   * @param most so many are looked at
   */
  public List<Entry> audit(long before, int most) {
    return readers.readThrough(reader -> reader.audit(before, most));
  }

  /** The bans, those whose time has passed too, in the order in which they were first said. */
  public List<Ban> bans() {
    return readers.readThrough(Reader::bans);
  }

  /**
   * Who may not speak, by name; not who is kept from it in a room alone.
   *
   * @param now milliseconds since 1970 UTC
   */
  public List<MutedPerson> mutedPeople(long now) {
    return readers.readThrough(reader -> reader.mutedPeople(now));
  }

  /** The networks whose newcomers may not speak, those whose time has passed too. */
  public List<Mute> mutes() {
    return readers.readThrough(Reader::mutes);
  }

  /** Bounds the file, so that a test can have a full disk: beyond it, SQLite says that it is. */
  void limitPages(long pages) throws SQLException {
    writer.limitPages(pages);
  }

  private static UncheckedIOException unreadable(SQLException e) {
    return new UncheckedIOException(
        new IOException("The log can't be read (" + e.getMessage() + ").", e));
  }

  /** Waits for reads under way, copies the write-ahead log into the file and frees the folder. */
  @Override
  public void close() {
    try {
      watch.close();
      if (watch.lost() != null) {
        // Closing would take away what is at its path now.
        abandon();
      }
      readers.close();
      scrubber.close();
      writer.close();
      lock.close();
    } catch (SQLException e) {
      throw unreadable(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
