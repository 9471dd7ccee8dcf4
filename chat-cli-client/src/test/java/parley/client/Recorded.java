package parley.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import parley.client.link.LinkEvent;

/** What a link told, to be waited for. */
public final class Recorded implements Consumer<LinkEvent> {
  private final List<LinkEvent> all = new CopyOnWriteArrayList<>();

  @Override
  public void accept(LinkEvent event) {
    all.add(event);
  }

  public <T extends LinkEvent> List<T> all(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The n-th of a type, from 1, once it has happened. */
  public <T extends LinkEvent> T await(int n, Class<T> type) {
    return Awaitility.await().until(() -> all(type), found -> found.size() >= n).get(n - 1);
  }
}
