package parley.server.state;

import parley.protocol.Names;

/**
 * A name under which a person exchanges direct messages with somebody.
 *
 * @param person an id
 * @param name folded
 */
public record PartnerKey(String person, String name) implements FactKey {
  public PartnerKey {
    name = Names.fold(name);
  }
}
