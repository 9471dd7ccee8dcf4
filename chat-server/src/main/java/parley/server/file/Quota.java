package parley.server.file;

import parley.protocol.ErrorCode;
import parley.protocol.FileInfo;
import parley.protocol.Reply;
import parley.server.config.Settings;
import parley.server.log.FreeSpace;
import parley.server.stats.Units;

/**
 * What there is and what was promised, when one more file is offered; in bytes.
 *
 * @param person of this person, without the file
 * @param all of everybody
 * @param awaited what others were promised and have not sent yet
 * @param near of that, what is to come from the same network
 * @param usable what is free on the disk
 */
record Quota(long person, long all, long awaited, long near, long usable) {
  /** When those may try again who wait for others, in seconds. */
  private static final int LATER = 5;

  /**
   * Why a file can't come; null where it can.
   *
   * @param here bytes of it that are on the disk already
   */
  Reply.Refused refusal(String re, FileInfo file, long here, Settings settings) {
    Settings.Files limits = settings.files();
    if (file.size() > limits.maxBytes()) {
      return limit(
          re,
          "A file may have %s here; this one has %s."
              .formatted(Units.bytes(limits.maxBytes()), Units.bytes(file.size())));
    }
    if (near > 0 && near + file.size() - here > limits.maxBytes()) {
      return new Reply.Refused(
          re,
          ErrorCode.LIMIT_REACHED,
          "Files of %s are on their way from your address already; this one can come when they are here."
              .formatted(Units.bytes(near)),
          LATER);
    }
    if (person + file.size() > limits.perPersonBytes()) {
      return limit(
          re,
          "Your files may have %s together here, and have %s without this one. Delete a message"
                  .formatted(Units.bytes(limits.perPersonBytes()), Units.bytes(person))
              + " with a file first.");
    }
    if (all + file.size() > limits.totalBytes()) {
      return limit(
          re,
          "All files together may have %s here, and have %s without this one. Ask the operator."
              .formatted(Units.bytes(limits.totalBytes()), Units.bytes(all)));
    }
    if (usable - awaited - (file.size() - here) < spared(settings)) {
      return new Reply.Refused(
          re,
          ErrorCode.STORAGE,
          "The server's disk has no room for this file. Ask the operator, or try again later.",
          null);
    }
    return null;
  }

  /** What files leave free on the disk: what they are to, and never what the log stands on. */
  static long spared(Settings settings) {
    return Math.max(settings.files().freeBytes(), FreeSpace.mark(settings.log().freeBytes()));
  }

  private static Reply.Refused limit(String re, String sentence) {
    return new Reply.Refused(re, ErrorCode.LIMIT_REACHED, sentence, null);
  }
}
