package parley.shell;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A program's manual page with all its commands, in man(7). */
final class ManPage {
  private static final int WIDTH = 76;

  private final StringBuilder page = new StringBuilder();

  /** The program's own options, which are told of once. */
  private final Set<String> known = new HashSet<>();

  private ManPage() {}

  /**
   * @param version as its footer shows it
   */
  static String of(CommandSpec root, String version) {
    ManPage man = new ManPage();
    String name = root.name();
    man.macro(
        ".TH "
            + name.toUpperCase(java.util.Locale.ROOT)
            + " 1 \""
            + LocalDate.now(ZoneOffset.UTC)
            + "\" \""
            + version
            + "\"");
    man.macro(".SH NAME");
    String about = String.join(" ", root.usageMessage().description());
    int end = about.indexOf('.');
    String brief = end < 0 ? about : about.substring(0, end);
    man.text(
        name
            + " \\- "
            + escaped(
                brief.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + brief.substring(1)),
        true);
    man.macro(".SH SYNOPSIS");
    man.synopsis(root);
    man.macro(".SH DESCRIPTION");
    man.text(about);
    man.footer(root);
    man.macro(".SH OPTIONS");
    man.arguments(root);
    root.options().forEach(option -> man.known.add(String.join(" ", option.names())));
    man.macro(".SH COMMANDS");
    man.commands(root);
    return man.page.toString();
  }

  private void commands(CommandSpec parent) {
    CommandTree.seen(parent)
        .map(line -> line.getCommandSpec())
        .forEach(
            spec -> {
              macro(".SS " + escaped(spec.qualifiedName()));
              synopsis(spec);
              macro(".PP");
              text(String.join(" ", spec.usageMessage().description()));
              arguments(spec);
              footer(spec);
              commands(spec);
            });
  }

  private void synopsis(CommandSpec spec) {
    macro(".nh");
    StringBuilder line = new StringBuilder("\\fB" + escaped(spec.qualifiedName()) + "\\fR");
    if (!spec.options().isEmpty()) {
      line.append(" [\\fIOPTION\\fR ...]");
    }
    for (PositionalParamSpec place : spec.positionalParameters()) {
      if (!place.hidden()) {
        String label = "\\fI" + escaped(place.paramLabel()) + "\\fR";
        String more = place.arity().max() > 1 ? " ..." : "";
        line.append(place.arity().min() == 0 ? " [" + label + more + "]" : " " + label + more);
      }
    }
    if (CommandTree.seen(spec).findAny().isPresent()) {
      line.append(" [\\fICOMMAND\\fR]");
    }
    text(line.toString(), true);
    macro(".hy");
  }

  private void arguments(CommandSpec spec) {
    for (PositionalParamSpec place : spec.positionalParameters()) {
      if (!place.hidden() && place.description().length > 0) {
        macro(".TP");
        text("\\fI" + escaped(place.paramLabel()) + "\\fR", true);
        text(CommandTree.description(place));
      }
    }
    boolean besides = false;
    for (OptionSpec option : spec.options()) {
      boolean told = known.contains(String.join(" ", option.names()));
      besides |= told && !option.usageHelp() && !option.versionHelp();
      if (!option.hidden() && !told) {
        macro(".TP");
        String value =
            option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
        text(
            Arrays.stream(option.names())
                    .map(name -> "\\fB" + escaped(name) + "\\fR")
                    .collect(Collectors.joining(", "))
                + value,
            true);
        text(CommandTree.description(option));
      }
    }
    if (besides) {
      macro(".PP");
      text("Besides, the options above that say where to go and how.");
    }
  }

  /** What help says below: exit codes and examples, line by line as they are. */
  private void footer(CommandSpec spec) {
    List<String> lines =
        new java.util.ArrayList<>(
            Arrays.asList(spec.usageMessage().footerHeading().strip().split("%n")));
    lines.removeIf(String::isBlank);
    lines.addAll(Arrays.asList(spec.usageMessage().footer()));
    spec.usageMessage()
        .exitCodeList()
        .forEach((code, meaning) -> lines.add("  " + code + "  " + meaning));
    if (lines.stream().allMatch(String::isBlank)) {
      return;
    }
    macro(".PP");
    macro(".nf");
    lines.stream()
        .map(line -> line.replace("%%", "%").stripTrailing())
        .forEach(line -> text(line.isBlank() ? "\\&" : escaped(line), true));
    macro(".fi");
  }

  private void macro(String line) {
    page.append(line).append('\n');
  }

  /** Filled when it is shown; here it is broken so that a person can read it. */
  private void text(String plain) {
    StringBuilder line = new StringBuilder();
    for (String word : plain.replace("%n", " ").strip().split("\\s+")) {
      String next = escaped(word);
      if (line.length() + next.length() > WIDTH && !line.isEmpty()) {
        text(line.toString().stripTrailing(), true);
        line.setLength(0);
      }
      line.append(next).append(' ');
    }
    text(line.toString().stripTrailing(), true);
  }

  /** A line that begins as a request would is none. */
  private void text(String line, boolean roff) {
    boolean request = roff && (line.startsWith(".") || line.startsWith("'"));
    page.append(request ? "\\&" : "").append(line).append('\n');
  }

  /** What roff would take for something else; a hyphen is the one that is typed. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> out.append("\\e");
                case '-' -> out.append("\\-");
                case '\'' -> out.append("\\(aq");
                case '`' -> out.append("\\(ga");
                case '^' -> out.append("\\(ha");
                case '~' -> out.append("\\(ti");
                case '"' -> out.append("\\(dq");
                default -> {
                  if (c < 0x80) {
                    out.appendCodePoint(c);
                  } else {
                    out.append("\\[u%04X]".formatted(c));
                  }
                }
              }
            });
    return out.toString();
  }
}
