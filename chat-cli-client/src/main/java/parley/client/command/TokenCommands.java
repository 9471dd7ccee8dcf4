package parley.client.command;

import java.util.stream.Collectors;
import parley.protocol.Digits;
import parley.protocol.InvalidRequest;
import parley.protocol.Printable;
import parley.protocol.Reply;
import parley.protocol.Request;
import parley.protocol.TokenInfo;
import parley.protocol.TokenRight;

/** What programs sign in to one's account by. Guarded by the link's lock. */
final class TokenCommands {
  private final ChatParts chat;

  TokenCommands(ChatParts chat) {
    this.chat = chat;
  }

  void tokens() {
    chat.requests().ask(Request.Tokens::new, Reply.TokenList.class, list -> show(list));
  }

  private void show(Reply.TokenList list) {
    chat.view()
        .answer(
            list.tokens().isEmpty()
                ? "Your account has no tokens."
                : list.tokens().stream()
                    .map(TokenCommands::line)
                    .collect(Collectors.joining("\n")));
  }

  private static String line(TokenInfo one) {
    String may = one.may().stream().map(TokenRight::wire).collect(Collectors.joining(", "));
    return Printable.line(
        "%6d  %-16s %s in %s, since %s by %s%s, %s"
            .formatted(
                one.token(),
                one.called(),
                may,
                one.rooms() == null ? "all rooms" : String.join(", ", one.rooms()),
                day(one.since()),
                one.by(),
                one.until() == null ? "" : ", until " + day(one.until()),
                one.online()
                    ? "connected"
                    : one.used() == null ? "never used" : "last used " + day(one.used())));
  }

  private static String day(String time) {
    return time.substring(0, Math.min(10, time.length()));
  }

  void token(Arguments given) {
    try {
      Request.Token.typed(null, given.rest());
    } catch (InvalidRequest e) {
      chat.view().warn(e.getMessage() + " " + Help.line(Command.TOKEN));
      return;
    }
    chat.requests()
        .ask(
            id -> Request.Token.typed(id, given.rest()),
            Reply.TokenMade.class,
            made ->
                chat.view()
                    .answer(
                        "Token %d, shown only now; give it to the program by --token-file:\n%s"
                            .formatted(made.token(), Printable.line(made.secret()))));
  }

  /** Ends a session, or a token: their numbers are of one kind. */
  void revoke(Arguments given) {
    if (!Digits.areDecimal(given.first(), 15)) {
      chat.view().warn(Help.line(Command.REVOKE));
      return;
    }
    long number = Long.parseLong(given.first());
    chat.requests()
        .ask(
            Request.Tokens::new,
            Reply.TokenList.class,
            list -> revoke(number, list.tokens().stream().anyMatch(t -> t.token() == number)));
  }

  private void revoke(long number, boolean token) {
    chat.requests()
        .ask(
            id -> token ? Request.Revoke.token(id, number) : Request.Revoke.session(id, number),
            Reply.Done.class,
            _ -> chat.view().answer((token ? "Token " : "Session ") + number + " has ended."));
  }
}
