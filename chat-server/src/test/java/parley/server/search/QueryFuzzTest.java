package parley.server.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import parley.protocol.InvalidRequest;
import parley.testkit.Clean;
import parley.testkit.FuzzTest;

/** What somebody typed to find messages: whatever it is, the index takes what becomes of it. */
public final class QueryFuzzTest extends FuzzTest {
  private static final PreparedStatement FIND = find();

  @Override
  protected void read(byte[] input) throws SQLException {
    String text = new String(input, UTF_8);
    List<Token> tokens = Tokens.of(text);
    int last = 0;
    for (Token token : tokens) {
      assertTrue(last <= token.from() && token.from() < token.to(), () -> tokens.toString());
      last = token.kind() == Token.Kind.WORD ? token.to() : token.from();
    }
    Query query;
    try {
      query = Query.parse(text);
    } catch (InvalidRequest refused) {
      assertEquals(null, Clean.faultInLine(refused.getMessage()));
      return;
    }
    FIND.setString(1, Expression.of(query, List.of(Mark.room("lobby")), Map.of("bob", "g7")));
    try (var found = FIND.executeQuery()) {
      while (found.next()) {
        found.getLong(1);
      }
    }
  }

  private static PreparedStatement find() {
    try {
      Connection memory = DriverManager.getConnection("jdbc:sqlite::memory:");
      try (var statement = memory.createStatement()) {
        statement.execute(
            "CREATE VIRTUAL TABLE part USING fts5(tokens, tokenize = 'ascii', columnsize = 0)");
      }
      try (var insert = memory.prepareStatement("INSERT INTO part (tokens) VALUES (?)")) {
        insert.setString(1, Mark.room("lobby") + " hello world");
        insert.execute();
      }
      return memory.prepareStatement("SELECT rowid FROM part WHERE part MATCH ?");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected int longest() {
    return 512;
  }

  @Override
  protected List<Class<?>> parsers() {
    return List.of(
        QueryParser.class, Tokens.class, Phrase.class, Expression.class, QueryNote.class);
  }
}
