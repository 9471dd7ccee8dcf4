package parley.client.conversation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Emoji by the names that people know from elsewhere, {@code :+1:} and the like. */
public final class Emoji {
  private static final String[] NAMES = {
    "+1 👍",
    "-1 👎",
    "heart ❤️",
    "joy 😂",
    "smile 😄",
    "grin 😁",
    "slight_smile 🙂",
    "wink 😉",
    "laughing 😆",
    "rofl 🤣",
    "blush 😊",
    "heart_eyes 😍",
    "thinking 🤔",
    "open_mouth 😮",
    "cry 😢",
    "sob 😭",
    "angry 😠",
    "scream 😱",
    "sweat_smile 😅",
    "neutral_face 😐",
    "roll_eyes 🙄",
    "sunglasses 😎",
    "facepalm 🤦",
    "shrug 🤷",
    "wave 👋",
    "clap 👏",
    "pray 🙏",
    "ok_hand 👌",
    "raised_hands 🙌",
    "muscle 💪",
    "point_up ☝️",
    "eyes 👀",
    "tada 🎉",
    "fire 🔥",
    "rocket 🚀",
    "star ⭐",
    "sparkles ✨",
    "zap ⚡",
    "bulb 💡",
    "bug 🐛",
    "wrench 🔧",
    "hammer 🔨",
    "lock 🔒",
    "key 🔑",
    "bell 🔔",
    "warning ⚠️",
    "stop ✋",
    "no_entry ⛔",
    "question ❓",
    "exclamation ❗",
    "check ✅",
    "white_check_mark ✅",
    "x ❌",
    "100 💯",
    "coffee ☕",
    "beer 🍺",
    "pizza 🍕",
    "cake 🍰",
    "skull 💀",
    "ghost 👻",
    "robot 🤖",
    "cat 🐱",
    "dog 🐶",
    "turtle 🐢",
    "snail 🐌",
    "hourglass ⏳",
    "clock ⏰",
    "calendar 📅",
    "memo 📝",
    "book 📖",
    "package 📦",
    "sunny ☀️",
    "rainbow 🌈",
    "snowflake ❄️",
    "seedling 🌱",
    "broken_heart 💔",
    "green_heart 💚",
    "blue_heart 💙",
    "yellow_heart 💛",
    "purple_heart 💜",
  };

  private static final Map<String, String> BY_NAME = byName();

  /** Nobody chooses from more. */
  private static final int MOST = 100;

  private Emoji() {}

  private static Map<String, String> byName() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String line : NAMES) {
      int blank = line.indexOf(' ');
      all.put(":" + line.substring(0, blank) + ":", line.substring(blank + 1));
    }
    return all;
  }

  /** All of them by name, {@code :+1:} first. */
  public static Map<String, String> all() {
    return Map.copyOf(BY_NAME);
  }

  /** An emoji and one of its names, between colons. */
  public record Named(String name, String emoji) {}

  /**
   * Those whose names have a word that begins with some letters; the well-known ones first.
   *
   * @param letters with or without a colon before them
   */
  public static List<Named> like(String letters) {
    String wanted = letters.replace(":", "").toLowerCase(Locale.ROOT).replace(' ', '_');
    List<Named> found = new ArrayList<>();
    BY_NAME.forEach((name, emoji) -> found.add(new Named(name, emoji)));
    found.addAll(InUnicode.ALL);
    found.removeIf(one -> !has(one.name(), wanted));
    Set<String> there = new HashSet<>();
    found.removeIf(one -> !there.add(one.emoji()));
    return found.subList(0, Math.min(found.size(), MOST));
  }

  private static boolean has(String name, String wanted) {
    return name.startsWith(":" + wanted) || name.contains("_" + wanted);
  }

  /**
   * All that are one character, by the names that Unicode gives them, and the flags of countries.
   * Looked for when they are wanted first: to name them all takes some hundredths of a second.
   */
  private static final class InUnicode {
    private static final int FIRST = 0x203C;
    private static final int LAST = 0x1FAFF;
    private static final int REGIONAL_A = 0x1F1E6;
    private static final List<Named> ALL = all();

    private static List<Named> all() {
      List<Named> all = new ArrayList<>();
      for (int c = FIRST; c <= LAST; c++) {
        if (Character.isEmoji(c) && !Character.isEmojiComponent(c)) {
          String name = Character.getName(c).toLowerCase(Locale.ROOT).replaceAll("[ -]", "_");
          // Those that are letters too are shown as pictures where this follows them.
          String style = Character.isEmojiPresentation(c) ? "" : "\uFE0F";
          all.add(new Named(":" + name + ":", Character.toString(c) + style));
        }
      }
      for (String country : Locale.getISOCountries()) {
        String flag =
            country
                .chars()
                .mapToObj(letter -> Character.toString(REGIONAL_A + letter - 'A'))
                .collect(Collectors.joining());
        String name = Locale.of("", country).getDisplayCountry(Locale.ENGLISH);
        String words = name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]+", "_");
        all.add(new Named(":flag_" + words + ":", flag));
      }
      return List.copyOf(all);
    }
  }

  /** What a word stands for: an emoji's name for the emoji, anything else for itself. */
  public static String of(String word) {
    return BY_NAME.getOrDefault(word, word);
  }
}
