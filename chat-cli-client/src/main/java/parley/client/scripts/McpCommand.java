package parley.client.scripts;

import java.io.IOException;
import java.util.concurrent.Callable;
import parley.client.link.LinkEvent;
import parley.client.link.RetryPolicy;
import parley.client.mcp.ChatLine;
import parley.client.mcp.McpServer;
import parley.client.net.Address;
import parley.protocol.Printable;
import parley.text.Build;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chat mcp}: the chat as tools of an agent. */
@Command(
    name = "mcp",
    description =
        "Be a server of the Model Context Protocol on standard input and output: an agent gets the"
            + " tools rooms, history, search, send, react and wait. It signs in with a token and"
            + " ends when its input does.",
    footer = {
      "",
      "Example, of a configuration of an agent:",
      "  {\"mcpServers\": {\"chat\": {\"command\": \"chat\",",
      "    \"args\": [\"mcp\", \"-s\", \"chat.example.org\", \"--token-file\","
          + " \"/home/me/bot.token\"]}}}"
    })
public final class McpCommand implements Callable<Integer> {
  @Mixin ServerOptions options;
  @Mixin ServerAddress.Named server;

  @Option(
      names = "--read-only",
      description = "Without the tools send and react: the agent says nothing.")
  boolean readOnly;

  @Override
  public Integer call() throws IOException {
    Address address = options.address(server.text);
    ChatLine line = new ChatLine();
    ScriptLink script =
        new ScriptLink(
            options,
            address,
            null,
            RetryPolicy.FOR_EVER,
            RetryPolicy.FOR_EVER,
            Console::say,
            event -> {
              say(event);
              line.happened(event);
            });
    line.over(script.link());
    script.leaveAtEnd();
    script.link().start();
    new McpServer(line, Build.THIS.toString(), readOnly, McpCommand::print).serve(System.in);
    script.leave();
    return ExitCode.OK;
  }

  private static void say(LinkEvent event) {
    switch (event) {
      case LinkEvent.PlaceLost lost -> Console.say(Printable.line(lost.why()));
      case LinkEvent.Ended ended when !ended.sentence().isEmpty() ->
          Console.say(Printable.lines(ended.sentence()));
      default -> {}
    }
  }

  private static void print(String json) {
    Console.OUT.print(Printable.json(json) + "\n");
    Console.flushed();
  }
}
