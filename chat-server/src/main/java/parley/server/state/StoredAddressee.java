package parley.server.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import parley.protocol.Addressee;

/** A room, or the other one of a talk, as the log's file has it: in three fields. */
interface StoredAddressee {
  /** A person by id, and by the name they had then; null only in a file that is not as it was. */
  Addressee addressee();

  @JsonProperty("room")
  default String storedRoom() {
    return addressee() == null ? null : addressee().room();
  }

  @JsonProperty("to")
  default String storedTo() {
    return addressee() == null ? null : addressee().personId();
  }

  @JsonProperty("toName")
  default String storedToName() {
    return addressee() == null ? null : addressee().person();
  }

  /** From the three fields; null where neither a room nor a person is in them. */
  static Addressee of(String room, String to, String toName) {
    return room == null && to == null ? null : Addressee.ofFields(room, toName, to);
  }
}
