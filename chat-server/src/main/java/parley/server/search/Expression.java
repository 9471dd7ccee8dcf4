package parley.server.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A query in the words of FTS5 (sqlite.org/fts5.html, Full-text Query Syntax). All that came from a
 * person are {@linkplain Token#form tokens} and {@linkplain Mark marks} inside quotation marks, and
 * neither can hold one.
 */
final class Expression {
  private Expression() {}

  /**
   * @param places marks of which a message must have one: where the asker may read; not empty
   * @param people who has which of the query's names now, name folded to id
   */
  static String of(Query query, List<String> places, Map<String, String> people) {
    List<String> all = new ArrayList<>();
    all.add(any(places.stream().map(Expression::quoted).toList()));
    if (!query.from().isEmpty()) {
      all.add(any(authors(query.from(), people)));
    }
    query.phrases().forEach(phrase -> all.add(phrase(phrase)));
    List<String> none = new ArrayList<>(authors(query.notFrom(), people));
    query.notRooms().forEach(room -> none.add(quoted(Mark.room(room))));
    query.without().forEach(phrase -> none.add(phrase(phrase)));
    String found = "(" + String.join(" AND ", all) + ")";
    return none.isEmpty() ? found : found + " NOT " + any(none);
  }

  private static List<String> authors(List<String> names, Map<String, String> people) {
    List<String> authors = new ArrayList<>();
    for (String name : names) {
      authors.add(quoted(Mark.name(name)));
      if (people.containsKey(name)) {
        authors.add(quoted(Mark.author(people.get(name))));
      }
    }
    return authors;
  }

  private static String any(List<String> expressions) {
    return "(" + String.join(" OR ", expressions) + ")";
  }

  static String phrase(Phrase phrase) {
    String words = quoted(String.join(" ", phrase.forms())) + (phrase.prefix() ? " *" : "");
    if (phrase.signs().isEmpty() && phrase.unless() == null) {
      return words;
    }
    List<String> all = new ArrayList<>(List.of(words));
    phrase.signs().stream().sorted().forEach(sign -> all.add(quoted(Mark.sign(sign))));
    String found = "(" + String.join(" AND ", all) + ")";
    return phrase.unless() == null
        ? found
        : "(" + found + " NOT " + quoted(Mark.sign(phrase.unless())) + ")";
  }

  private static String quoted(String tokens) {
    return '"' + tokens + '"';
  }
}
