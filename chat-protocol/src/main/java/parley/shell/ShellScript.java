package parley.shell;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import parley.shell.CommandTree.Choice;

/** A script that completes a program's words, for one of three shells. */
enum ShellScript {
  BASH,
  ZSH,
  FISH;

  /** All of it. */
  String of(CommandTree root) {
    String table =
        root.all()
            .map(node -> this == FISH ? fish(root, node) : entry(node))
            .collect(Collectors.joining());
    return template()
        .replace("@NAME@", root.name())
        .replace("@FUNCTION@", root.name().replace('-', '_'))
        .replace("@PATHS@", quoted(root.all().map(CommandTree::path).toList()))
        .replace("@TABLE@", table);
  }

  private String template() {
    try (InputStream in = ShellScript.class.getResourceAsStream("completion." + suffix())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String suffix() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** What bash and zsh know of one command. */
  private String entry(CommandTree node) {
    return "    '%s')\n      commands=(%s)\n      options=(%s)\n      places=(%s) ;;\n"
        .formatted(
            node.path(),
            quoted(node.commands().stream().map(c -> c.name() + told(c.summary())).toList()),
            quoted(
                node.options().stream()
                    .flatMap(
                        o ->
                            o.names().stream()
                                .map(n -> n + "=" + o.value().word() + told(o.summary())))
                    .toList()),
            quoted(node.places().stream().map(CommandTree.Kind::word).toList()));
  }

  /** Zsh shows it. */
  private String told(String summary) {
    return this == ZSH ? "\t" + summary : "";
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
  }

  private static String fish(CommandTree root, CommandTree node) {
    StringBuilder lines = new StringBuilder();
    String start =
        "complete -c %s -n '__%s_at \"%s\"'"
            .formatted(root.name(), root.name().replace('-', '_'), node.path());
    for (CommandTree command : node.commands()) {
      lines.append("%s -a %s -d '%s'\n".formatted(start, command.name(), command.summary()));
    }
    for (Choice option : node.options()) {
      lines.append(start);
      for (String name : option.names()) {
        lines.append(
            name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
      }
      String values = values(root, option.value());
      lines.append(values).append(" -d '").append(option.summary()).append("'\n");
    }
    node.places().stream()
        .distinct()
        .map(kind -> values(root, kind).replaceFirst("^ -[rx]", ""))
        .filter(values -> !values.isBlank())
        .forEach(values -> lines.append(start).append(values).append('\n'));
    return lines.toString();
  }

  private static String values(CommandTree root, CommandTree.Kind kind) {
    return switch (kind) {
      case CommandTree.Plain.FLAG -> "";
      case CommandTree.Plain.NONE -> " -x";
      case CommandTree.Plain.FILE -> " -r -F";
      case CommandTree.Plain.HOSTS, CommandTree.Plain.ROOMS ->
          " -x -a '(%s completion --words %s 2>/dev/null)'".formatted(root.name(), kind.word());
      case CommandTree.Words words -> " -x -a '" + String.join(" ", words.words()) + "'";
    };
  }
}
