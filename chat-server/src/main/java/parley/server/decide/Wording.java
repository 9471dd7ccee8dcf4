package parley.server.decide;

import java.util.stream.Stream;
import parley.protocol.FileInfo;

/** What others read of an act. */
final class Wording {
  private Wording() {}

  /** Its texts, some of which may be null; none where others read nothing of it. */
  static Stream<String> of(Act act) {
    return switch (act) {
      case Act.Say c -> said(c);
      case Act.Offer c -> said(c.say());
      case Act.Edit c -> Stream.of(c.text());
      case Act.React c when !c.remove() -> Stream.of(c.emoji());
      case Act.BeAway c -> Stream.of(c.text());
      case Act.SetTopic c -> Stream.of(c.text());
      case Act.SetRoom c when c.set() != null -> Stream.of(c.set().description());
      case Act.PutOut c -> Stream.of(c.reason());
      case Act.BarFrom c -> Stream.of(c.reason());
      case Act.Join c -> Stream.of(c.room());
      case Act.Rename c -> Stream.of(c.name());
      case Act.Register c -> Stream.of(c.name());
      case Act.Hello c when c.session() == null && c.proof() == null -> Stream.of(c.name());
      default -> Stream.empty();
    };
  }

  private static Stream<String> said(Act.Say c) {
    FileInfo file = c.content().file();
    return Stream.of(c.content().text(), file == null ? null : file.name());
  }
}
