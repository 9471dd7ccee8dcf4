package parley.client.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import parley.protocol.Printable;

/**
 * Reads what {@link TomlFile} holds (TOML 1.0, as far as it goes), in one pass, line by line. A
 * line that can't be read is a fault, and the next one is read; what TOML has and settings have not
 * is told as that. Used for one text.
 */
final class TomlReader {
  /** Tables, keys and items of lists together: nobody sets more. */
  static final int MOST = 5_000;

  private static final int MOST_FAULTS = 20;
  private static final int MOST_NAMES = 8;
  private static final int LONGEST_NAME = 128;

  private final TomlCursor in;
  private final List<TomlFile.Table> tables = new ArrayList<>();
  private final List<TomlFile.Entry> entries = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  /** Where what has been set was set, by its names. */
  private final Map<List<String>, Integer> set = new HashMap<>();

  private final Set<List<String>> headed = new HashSet<>();
  private List<String> table = List.of();

  /** Whether the table's head could not be read, so that nobody knows where its keys belong. */
  private boolean lost;

  private int count;

  private TomlReader(String text) {
    in = new TomlCursor(text);
  }

  static TomlFile read(String text) {
    TomlReader reader = new TomlReader(text);
    reader.all();
    return new TomlFile(text, reader.tables, reader.entries, reader.faults);
  }

  private void all() {
    while (!in.atEnd() && faults.size() < MOST_FAULTS) {
      int from = in.at();
      int first = in.line();
      try {
        statement(from, first);
      } catch (TomlCursor.Unreadable e) {
        faults.add(new Fault(in.line(), e.getMessage()));
        in.skipLine();
      }
    }
  }

  private void statement(int from, int first) throws TomlCursor.Unreadable {
    in.blanks();
    if (in.atEndOfLine()) {
      in.endLine();
    } else if (in.peek() == '[') {
      head(from, first);
    } else {
      entry(from, first);
    }
  }

  private void head(int from, int first) throws TomlCursor.Unreadable {
    lost = true;
    in.skip();
    if (in.peek() == '[') {
      throw new TomlCursor.Unreadable("Lists of tables ([[…]]) are not read here.");
    }
    List<String> path = path();
    in.expect(']');
    in.endLine();
    counted();
    if (!headed.add(path)) {
      faults.add(new Fault(first, "The table [%s] is there already.".formatted(shown(path))));
    }
    tables.add(new TomlFile.Table(List.copyOf(path), first, from, in.at()));
    table = path;
    lost = false;
  }

  private void entry(int from, int first) throws TomlCursor.Unreadable {
    List<String> path = new ArrayList<>(table);
    path.addAll(path());
    in.expect('=');
    in.blanks();
    int valueFrom = in.at();
    List<String> items = new ArrayList<>();
    boolean list = in.peek() == '[';
    if (list) {
      list(items);
    } else {
      items.add(in.value());
    }
    int valueTo = in.at();
    in.endLine();
    counted();
    if (lost) {
      return;
    }
    Integer before = set.putIfAbsent(path, first);
    if (before != null) {
      faults.add(new Fault(first, "%s is set in line %d already.".formatted(shown(path), before)));
    } else {
      entries.add(new TomlFile.Entry(path, list, items, first, from, valueFrom, valueTo, in.at()));
    }
  }

  private void list(List<String> items) throws TomlCursor.Unreadable {
    in.skip();
    while (true) {
      in.blanksAndLines();
      if (in.peek() == ']') {
        in.skip();
        return;
      }
      if (in.peek() == '[') {
        throw new TomlCursor.Unreadable("A list in a list is not read here.");
      }
      items.add(in.value());
      counted();
      in.blanksAndLines();
      if (in.peek() == ',') {
        in.skip();
      } else if (in.peek() != ']') {
        throw new TomlCursor.Unreadable("The list needs a comma or a ] here.");
      }
    }
  }

  private List<String> path() throws TomlCursor.Unreadable {
    List<String> path = new ArrayList<>();
    while (true) {
      in.blanks();
      String name = in.name();
      path.add(name);
      if (path.size() > MOST_NAMES || name.length() > LONGEST_NAME) {
        throw new TomlCursor.Unreadable("Nothing that can be set has so long a name.");
      }
      in.blanks();
      if (in.peek() != TomlFile.DOT) {
        return path;
      }
      in.skip();
    }
  }

  private void counted() throws TomlCursor.Unreadable {
    if (++count > MOST) {
      throw new TomlCursor.Unreadable("That is more than anybody sets; no more of it is read.");
    }
  }

  private static String shown(List<String> path) {
    return Printable.line(String.join(".", path));
  }
}
