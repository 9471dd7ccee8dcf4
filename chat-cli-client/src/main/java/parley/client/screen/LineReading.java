package parley.client.screen;

import java.io.IOError;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.MaskingCallback;
import org.jline.reader.UserInterruptException;
import org.jline.utils.AttributedString;
import parley.client.terminal.LineEditor;

/**
 * How the line is read: what it begins with, the question that stands in its place for a while, and
 * how it is put aside. One thread reads at a time; the others say what it is to be.
 */
final class LineReading {
  private static final String SWAP = "parley-swap";

  private final InputEditor editor;

  /** Runs before each reading. */
  private final Runnable begins;

  /** What the next line begins with. */
  private volatile String begun = "";

  /** Whether what is being read is to be put aside. */
  private volatile boolean aside;

  /** Whether it was. Confined to who reads. */
  private boolean putAside;

  /** Whether a question stands in the line's place. */
  private volatile boolean asking;

  private volatile AttributedString prompt = AttributedString.EMPTY;

  LineReading(InputEditor editor, Runnable begins) {
    this.editor = editor;
    this.begins = begins;
  }

  /** What stands before what is typed, once no question does. */
  void prompt(AttributedString prompt) {
    this.prompt = prompt;
    if (!asking) {
      editor.before(prompt);
      redraw();
    }
  }

  /** Takes what is typed out of the line, and puts another text there. */
  String swap(String text) {
    String[] was = {begun};
    if (asking) {
      begun = text; // what is typed for a question is nobody else's
      return was[0];
    }
    editor
        .getWidgets()
        .put(
            SWAP,
            () -> {
              was[0] = editor.text();
              editor.text(text);
              return editor.redisplay();
            });
    try {
      editor.callWidget(SWAP);
    } catch (IllegalStateException e) {
      begun = text;
    }
    return was[0];
  }

  /**
   * What is typed by now, and not said.
   *
   * @param drawn what of it is on the screen; nothing between two readings, nor while one asks
   */
  String typed(String drawn) {
    return drawn.isEmpty() ? begun : drawn;
  }

  /** What was typed for somebody who is no more can be had back, as a line that was given up. */
  void givenUp(String text) {
    editor.givenUp(text);
  }

  /** Shows it anew. */
  void redraw() {
    try {
      editor.callWidget(LineReader.REDISPLAY);
    } catch (IllegalStateException e) {
      // No line is being edited just now; it is drawn with the next one.
    }
  }

  /** Somebody is about to read. */
  void begin() {
    aside = false;
    putAside = false;
  }

  /** Nobody reads any more; whether what was being read was put aside. */
  boolean end() {
    if (aside) {
      aside = false;
      Thread.interrupted(); // whoever asked for that may have been too late
    }
    return putAside;
  }

  /** What is typed is not said now, but stays. On the thread that reads, under the line's lock. */
  void putAside() {
    aside = true;
    throw new UserInterruptException(editor.text());
  }

  /** The same on another thread, while that one reads. */
  void putAside(Thread reader) {
    aside = true;
    reader.interrupt();
  }

  /**
   * As {@link parley.client.terminal.Screen#readLine}.
   *
   * @param stays whether who ends it is no key, so that what was typed stays
   */
  String readLine(BooleanSupplier stays) {
    String text = begun;
    begun = "";
    begins.run();
    try {
      return editor.readLine("", null, (MaskingCallback) null, text);
    } catch (UserInterruptException e) {
      if (aside) {
        putAside = true;
        begun = e.getPartialLine();
        return "";
      }
      if (stays.getAsBoolean() || editor.leaveKeys()) {
        begun = e.getPartialLine();
        return "";
      }
      editor.givenUp(e.getPartialLine());
      return "";
    } catch (EndOfFileException | UncheckedIOException | IOError e) {
      begun = editor.last(); // a terminal that is gone ends no draft
      return null;
    }
  }

  /** As {@link parley.client.terminal.Screen#ask}. */
  String ask(String question, boolean hidden) {
    asking = true;
    editor.before(new AttributedString(question));
    begins.run();
    try {
      return editor.readLine("", null, new LineEditor.Unkept(hidden), null);
    } catch (UserInterruptException e) {
      putAside = aside;
      return null;
    } catch (EndOfFileException | UncheckedIOException | IOError e) {
      return null;
    } finally {
      asking = false;
      editor.before(prompt);
    }
  }
}
