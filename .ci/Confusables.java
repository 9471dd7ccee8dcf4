import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the table of characters that look alike, by which names are compared, from Unicode's data
 * (Unicode Technical Standard 39) as ICU has it. By hand, where a new JDK knows a new Unicode:
 *
 * <pre>
 * java -cp icu4j-77.1.jar .ci/Confusables.java \
 *     >chat-protocol/src/main/resources/parley/protocol/confusables.txt
 * </pre>
 *
 * <p>A line is a prototype and what looks like it, as code points in hexadecimal digits: {@code 61
 * 251 3b1 430}; the prototype's own are joined by {@code +}. Only what can be in a name is told:
 * what NFKC leaves as it is, and is seen.
 */
final class Confusables {
  private Confusables() {}

  public static void main(String[] args) {
    SpoofChecker checker = new SpoofChecker.Builder().build();
    Normalizer2 nfkc = Normalizer2.getNFKCInstance();
    Normalizer2 nfd = Normalizer2.getNFDInstance();
    Map<String, String> alike = new TreeMap<>();
    int count = 0;
    for (int c = 0x21; c <= Character.MAX_CODE_POINT; c++) {
      String one = Character.toString(c);
      if (Character.isDefined(c)
          && isSeen(c)
          && nfkc.isNormalized(one)
          && nfd.isNormalized(one)
          && !checker.getSkeleton(one).equals(one)
          && !checker.getSkeleton(one).isEmpty()) {
        String prototype =
            checker
                .getSkeleton(one)
                .codePoints()
                .mapToObj(Integer::toHexString)
                .collect(Collectors.joining("+"));
        alike.merge(prototype, Integer.toHexString(c), (before, more) -> before + " " + more);
        count++;
      }
    }
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    out.print(
        "# Characters that look alike: "
            + count
            + " of Unicode "
            + UCharacter.getUnicodeVersion().getMajor()
            + "."
            + UCharacter.getUnicodeVersion().getMinor()
            + ", Technical Standard 39, confusables.txt.\n");
    out.print(
        "# Made by .ci/Confusables.java. Copyright (c) 1991-2024 Unicode, Inc.;"
            + " https://www.unicode.org/license.txt\n");
    alike.forEach((prototype, sources) -> out.print(prototype + " " + sources + "\n"));
    out.flush();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
