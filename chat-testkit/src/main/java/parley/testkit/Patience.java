package parley.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a test waits for without saying how long may take a minute, because a machine may be busy: a
 * test says that something comes, not how fast. Found by JUnit itself, for every test class.
 */
public final class Patience implements BeforeAllCallback {
  private static final Duration LONG = Duration.ofMinutes(1);

  @Override
  public void beforeAll(ExtensionContext context) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
