package parley.server.text;

/** A line for each command that can be typed, as somebody would who means it. */
final class Examples {
  private Examples() {}

  static String of(TextCommand command) {
    return switch (command) {
      case JOIN -> "/join garden";
      case LEAVE -> "/leave garden";
      case ROOMS -> "/rooms";
      case TALKS -> "/talks";
      case WHO -> "/who garden";
      case WHOIS -> "/whois bob";
      case MSG -> "/msg bob lunch at one?";
      case ME -> "/me waves";
      case NOTICE -> "/notice the build is done";
      case REPLY -> "/reply bob yes, at one";
      case EDIT -> "/edit what I meant to say";
      case DELETE -> "/delete";
      case REPORT -> "/report mallory adverts again";
      case REACT -> "/react 👍 2";
      case UNREACT -> "/unreact 👍 2";
      case AWAY -> "/away lunch, until two";
      case TOPIC -> "/topic what to plant in May";
      case SETTINGS -> "/settings slow 10";
      case INVITE -> "/invite bob";
      case UNINVITE -> "/uninvite bob";
      case ROLE -> "/role bob moderator";
      case TRANSFER -> "/transfer bob";
      case ARCHIVE -> "/archive";
      case KICK -> "/kick mallory no adverts, please";
      case MUTE -> "/mute mallory 10m no adverts, please";
      case UNMUTE -> "/unmute mallory";
      case BAN -> "/ban mallory 1d no adverts, please";
      case UNBAN -> "/unban mallory";
      case HISTORY -> "/history 20";
      case SEARCH -> "/search \"green beans\" from:bob after:2026-01-31";
      case GET -> "/get 4711";
      case UPLOAD ->
          "/upload plan.txt 5"
              + " 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
      case NICK -> "/nick robert";
      case REGISTER -> "/register a-long-password";
      case PASSWORD -> "/password the-old-one the-new-one";
      case SESSIONS -> "/sessions";
      case REVOKE -> "/revoke 3";
      case TOKENS -> "/tokens";
      case TOKEN -> "/token ci rooms=garden may=post for=30d";
      case FORGET -> "/forget my-password";
      case EXPORT -> "/export";
      case STATS -> "/stats";
      case ECHO -> "/echo hello";
      case ADMIN -> "/admin help";
      case HELP -> "/help msg";
      case QUIT -> "/quit";
    };
  }
}
