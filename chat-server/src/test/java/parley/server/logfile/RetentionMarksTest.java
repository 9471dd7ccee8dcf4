package parley.server.logfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionMarksTest {
  private static RetentionMarks read(String rows) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        PreparedStatement select = connection.prepareStatement(rows)) {
      return RetentionMarks.read(select);
    }
  }

  @Test
  void theRowWithoutANameIsOfAllOtherPlaces() throws Exception {
    assertEquals(
        new RetentionMarks(Map.of("lobby", 7L), 3),
        read("SELECT 'lobby', 7 UNION ALL SELECT '', 3"));
    assertEquals(new RetentionMarks(Map.of(), 0), read("SELECT 'lobby', 7 WHERE false"));
  }

  /** As a flipped bit can make of it: named like other damage, and not a fault of the program. */
  @Test
  void aRowThatADamagedFileMakesUpIsRefused() {
    assertThrows(SQLException.class, () -> read("SELECT NULL, 7"));
  }
}
