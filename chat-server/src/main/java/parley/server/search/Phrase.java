package parley.server.search;

import java.util.List;
import java.util.Set;

/**
 * Tokens that follow one another: a word is a phrase of one.
 *
 * @param forms of the tokens, one or more
 * @param prefix whether the last one may go on
 * @param signs that stand in the text besides, as {@link Signs} tells them
 * @param unless one by which a text is no match although all else is in it; null for none
 */
record Phrase(List<String> forms, boolean prefix, Set<String> signs, String unless) {
  Phrase {
    forms = List.copyOf(forms);
    signs = Set.copyOf(signs);
  }

  Phrase(List<String> forms, boolean prefix) {
    this(forms, prefix, Set.of(), null);
  }

  /** The same, but for texts with a sign. */
  Phrase unless(String sign) {
    return new Phrase(forms, prefix, signs, sign);
  }

  /**
   * What a piece of a query asks for; null where there is nothing in it to be found.
   *
   * @param prefix whether the asker ended it with a star
   */
  static Phrase of(String text, boolean prefix) {
    List<Token> tokens = Tokens.of(text);
    if (tokens.isEmpty()) {
      return null;
    }
    // The run may go on in the text that is looked for, where its last character begins a pair:
    // the pair before says it all, and a character alone is looked for as a beginning.
    Token.Kind last = tokens.getLast().kind();
    int count = last == Token.Kind.TAIL ? tokens.size() - 1 : tokens.size();
    // A beginning has no signs yet that could be compared.
    List<Token> whole = prefix ? tokens.subList(0, tokens.size() - 1) : tokens;
    return new Phrase(
        tokens.subList(0, count).stream().map(Token::form).toList(),
        prefix || last == Token.Kind.SINGLE,
        Signs.in(text, whole),
        null);
  }

  /** Whether it stands anywhere in a text, of which these are the tokens and the signs. */
  boolean isIn(List<Token> tokens, Set<String> found) {
    if (!found.containsAll(signs) || (unless != null && found.contains(unless))) {
      return false;
    }
    for (int i = 0; i < tokens.size(); i++) {
      if (isAt(tokens, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether it stands in the tokens from one of them on. */
  boolean isAt(List<Token> tokens, int from) {
    if (from + forms.size() > tokens.size()) {
      return false;
    }
    for (int i = 0; i < forms.size(); i++) {
      String form = tokens.get(from + i).form();
      boolean mayGoOn = prefix && i == forms.size() - 1;
      if (mayGoOn ? !form.startsWith(forms.get(i)) : !form.equals(forms.get(i))) {
        return false;
      }
    }
    return true;
  }
}
