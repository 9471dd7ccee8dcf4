import parley.client.bot.Responder;
import parley.client.link.SavedSessionFile;
import parley.client.net.Address;
import parley.client.net.Dialer;
import parley.client.net.Security;
import parley.protocol.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.JsonNodeException;

// A bot in Java on chat-protocol and the client's Responder; docs/bots.md explains it. Run it with
//   java -cp chat-cli-client/target/chat.jar examples/Bot.java chat.example.org ca.crt robot lobby
// (server, certificate of its authority, name, rooms). It keeps its place in robot.state.
void main(String[] args) throws Exception {
  Security trust = new Security.Authority(Path.of(args[1]));
  Address address = Address.parse(args[0], trust.defaultPort());
  Dialer dialer = new Dialer(address, trust, Duration.ofSeconds(10), System.err::println);
  List<String> rooms = List.of(args).subList(3, args.length);
  try (SavedSessionFile state = SavedSessionFile.claim(Path.of(args[2] + ".state")).orElseThrow()) {
    String token = System.getenv("PARLEY_TOKEN"); // null for a guest
    new Responder(dialer, args[2], token, rooms, state, this::answer, System.err::println).run();
  }
}

String answer(String text) {
  try {
    JsonNode asked = Json.MAPPER.readValue(text, JsonNode.class);
    return switch (asked.path("type").asString("")) {
      case "GREETING" -> greeting(asked.required("name").stringValue());
      case "SUM" -> sum(asked.required("a").doubleValue(), asked.required("b").doubleValue());
      default -> "Unknown type";
    };
  } catch (JsonNodeException | NumberFormatException | NullPointerException e) {
    return "Invalid fields";
  } catch (RuntimeException e) {
    return "Invalid JSON";
  }
}

String greeting(String name) {
  return "Hello, " + name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?") + "!";
}

String sum(double a, double b) {
  return BigDecimal.valueOf(a + b).stripTrailingZeros().toPlainString();
}
