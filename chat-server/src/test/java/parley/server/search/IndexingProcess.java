package parley.server.search;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import parley.server.log.Log;

/** A process that indexes a folder's log, says how far it is, a line each, and is killed. */
final class IndexingProcess {
  private IndexingProcess() {}

  public static void main(String[] args) throws Exception {
    Log log = Log.open(Path.of(args[0]), 0);
    Search search = Search.start(Path.of(args[0]), log);
    while (true) {
      System.out.println(search.figures().position());
      System.out.flush();
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
