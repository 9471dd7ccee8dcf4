package parley.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands in a text of the part of TOML that settings need, and where: tables, keys, text,
 * numbers, true and false, lists of them. Immutable.
 *
 * @param text all of it, as it was read
 */
record TomlFile(String text, List<Table> tables, List<Entry> entries, List<Fault> faults) {
  /** Between the names of a table, in the one name that they make. */
  static final char DOT = '.';

  /**
   * A table's head.
   *
   * @param from where its line begins
   * @param to where the line after it begins
   */
  record Table(List<String> path, int line, int from, int to) {}

  /**
   * A key with its value.
   *
   * @param path the table's names, and the key's
   * @param items of a list all, of another value the one
   * @param from where its first line begins
   * @param valueFrom where the value begins, and {@code valueTo} where it ends
   * @param to where the line after it begins
   */
  record Entry(
      List<String> path,
      boolean list,
      List<String> items,
      int line,
      int from,
      int valueFrom,
      int valueTo,
      int to) {
    Entry {
      path = List.copyOf(path);
      items = List.copyOf(items);
    }

    /** Its whole name: {@code screen.theme}. */
    String name() {
      return String.join("" + DOT, path);
    }
  }

  TomlFile {
    tables = List.copyOf(tables);
    entries = List.copyOf(entries);
    faults = List.copyOf(faults);
  }

  Optional<Entry> entry(String name) {
    return entries.stream().filter(one -> one.name().equals(name)).findFirst();
  }

  /** The entries of a table, by its path, and of no table within it. */
  List<Entry> in(List<String> path) {
    List<Entry> all = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry.path().size() == path.size() + 1
          && entry.path().subList(0, path.size()).equals(path)) {
        all.add(entry);
      }
    }
    return all;
  }
}
