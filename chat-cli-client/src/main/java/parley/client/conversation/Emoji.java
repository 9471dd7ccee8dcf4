package parley.client.conversation;

import java.util.LinkedHashMap;
import java.util.Map;

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

  /** What a word stands for: an emoji's name for the emoji, anything else for itself. */
  public static String of(String word) {
    return BY_NAME.getOrDefault(word, word);
  }
}
