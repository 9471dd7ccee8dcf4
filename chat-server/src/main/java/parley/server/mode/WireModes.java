package parley.server.mode;

import java.util.List;
import java.util.Optional;
import parley.protocol.Incoming;
import parley.protocol.Mode;
import parley.protocol.ProtocolException;

/**
 * The modes of one server, in the order in which they are asked whether a connection is in them.
 * The last is that of people who type: their first words can be anything.
 */
public record WireModes(List<WireMode> all) {
  public WireModes {
    all = List.copyOf(all);
  }

  /** Of whom nothing is known: who is silent, or begins like no mode. */
  public WireMode last() {
    return all.getLast();
  }

  /** As people read them. */
  public List<String> titles() {
    return all.stream().map(WireMode::title).toList();
  }

  /** The ALPN names that promise one, best first. */
  public List<String> alpns() {
    return all.stream().flatMap(mode -> mode.alpn().stream()).toList();
  }

  /** The mode that an ALPN name promises. */
  public Optional<WireMode> promised(String alpn) {
    return all.stream().filter(mode -> mode.alpn().filter(alpn::equals).isPresent()).findFirst();
  }

  /**
   * The mode of a connection that begins like this.
   *
   * @param first at least one byte
   * @param complete whether no more of them are waited for
   * @return null where more bytes are needed, which is never so where they are complete
   * @throws ProtocolException where no mode begins like this
   */
  public WireMode recognise(Incoming first, boolean complete) throws ProtocolException {
    for (WireMode mode : all) {
      switch (mode.recognise(first)) {
        case SUPPORTED -> {
          return mode;
        }
        case NEED_MORE -> {
          if (!complete) {
            return null;
          }
        }
        case UNSUPPORTED -> {
          // The next one may be it.
        }
      }
    }
    throw Mode.none(first.at(0));
  }
}
