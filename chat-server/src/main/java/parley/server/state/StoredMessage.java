package parley.server.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import parley.protocol.Author;
import parley.protocol.Content;
import parley.protocol.FileInfo;
import parley.protocol.Request;

/** A message as the log's file has it: its parts are flat there, as in every format so far. */
interface StoredMessage extends StoredAddressee {
  Author author();

  Content content();

  @JsonProperty
  default String name() {
    return author().name();
  }

  @JsonProperty
  default String text() {
    return content().text();
  }

  @JsonProperty
  default Request.Kind kind() {
    return content().kind();
  }

  @JsonProperty
  default Long replyTo() {
    return content().replyToSeq();
  }

  @JsonProperty
  default String replyName() {
    return content().replyTo() == null ? null : content().replyTo().from();
  }

  @JsonProperty
  default FileInfo file() {
    return content().file();
  }
}
