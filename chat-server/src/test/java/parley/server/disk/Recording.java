package parley.server.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import parley.testkit.ServerProcess;

/**
 * A trace of the product's server under load, and what it acknowledged.
 *
 * @param folder holds both, and stays where a test fails
 */
record Recording(Path folder, Trace trace, Notes notes) {
  private static final String ACKS = "acks";

  /** Reads what an earlier run left. */
  static Recording read(Path folder) throws IOException {
    return new Recording(
        folder, Trace.read(folder.resolve("trace")), Notes.read(folder.resolve(ACKS)));
  }

  /** What is done in one life of the server. */
  enum End {
    STOPPED,
    KILLED
  }

  /**
   * Runs the server, once for each end, with several senders at a time.
   *
   * @param sentences of each sender in each life
   */
  static Recording make(Path folder, int senders, int sentences, End... ends) throws Exception {
    PreloadedDisk disk = PreloadedDisk.build(folder, folder.resolve("data"));
    Notes notes = new Notes();
    List<Sender> people = new ArrayList<>();
    for (int i = 0; i < senders; i++) {
      people.add(new Sender("s" + i, disk, notes, true));
    }
    for (End end : ends) {
      try (ServerProcess server = disk.start()) {
        for (Sender.Ending ending : sayAll(people, server.plain(), sentences)) {
          assertEquals(Sender.Ending.DONE, ending, server::printed);
        }
        switch (end) {
          case STOPPED -> assertEquals(0, server.stop());
          case KILLED -> server.kill();
        }
      }
    }
    notes.save(folder.resolve(ACKS));
    return new Recording(folder, disk.read(), notes);
  }

  /** Everyone says so much at the same time. */
  static List<Sender.Ending> sayAll(List<Sender> people, int port, int sentences) throws Exception {
    List<Sender.Ending> endings = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Sender.Ending>> under = new ArrayList<>();
      for (Sender person : people) {
        under.add(threads.submit(() -> person.say(port, sentences)));
      }
      for (Future<Sender.Ending> one : under) {
        endings.add(one.get());
      }
    }
    return endings;
  }

  /** Whether the trace, played from its start, gives the files as they are: nothing was missed. */
  void checkThatTheTraceIsWhole(Path data) throws IOException {
    PowerLoss disk = new PowerLoss();
    trace.operations().forEach(disk::apply);
    var played = disk.now();
    List<String> found;
    try (var files = Files.list(data)) {
      found =
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.startsWith("log.db") && !f.endsWith("-shm"))
              .sorted()
              .toList();
    }
    assertEquals(found, List.copyOf(played.keySet()));
    for (String file : found) {
      org.junit.jupiter.api.Assertions.assertArrayEquals(
          Files.readAllBytes(data.resolve(file)), played.get(file), file);
    }
  }
}
