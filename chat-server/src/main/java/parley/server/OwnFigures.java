package parley.server;

import java.io.File;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import parley.server.config.Settings;
import parley.server.fanout.Fanout;
import parley.server.log.Log;
import parley.server.logfile.LastBackup;
import parley.server.logfile.LogFolder;
import parley.server.logfile.Schema;
import parley.server.search.Search;
import parley.server.stats.Figures;
import parley.text.Build;

/** The figures of the whole server. They cost some file's lengths and a look at who is there. */
record OwnFigures(Path folder, Log log, Fanout fanout, Supplier<Settings> settings)
    implements Supplier<Figures.Own> {
  @Override
  public Figures.Own get() {
    return new Figures.Own(
        new Figures.About(
            Build.THIS.toString(), Build.THIS.commit().orElse("unknown"), Schema.NEWEST),
        new Figures.Chat(
            fanout.directory().rooms(),
            fanout.directory().people(),
            fanout.online(),
            fanout.directory().operators()),
        new Figures.Storage(
            bytes(LogFolder.FILE) + bytes(LogFolder.FILE + "-wal"),
            bytes(Search.FILE) + bytes(Search.FILE + "-wal"),
            log.toErase(),
            LastBackup.of(folder)
                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                .orElse(null)),
        settings.get().limitsInForce());
  }

  /** 0 where there is no such file. */
  private long bytes(String name) {
    return new File(folder.toFile(), name).length();
  }
}
