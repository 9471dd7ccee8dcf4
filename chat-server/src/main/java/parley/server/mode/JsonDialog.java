package parley.server.mode;

import parley.protocol.Json;
import parley.protocol.ProtocolException;
import parley.server.fanout.Subscriber;
import parley.server.session.Session;

/** A program that sends requests in JSON. */
record JsonDialog(Session session, Subscriber subscriber) implements Dialog {
  @Override
  public void handle(byte[] record) throws InterruptedException {
    try {
      session.handle(Json.request(record));
    } catch (ProtocolException e) {
      session.malformed();
      subscriber.outbox().reserve();
      subscriber.reply(e.reply());
    }
  }

  @Override
  public boolean resumable() {
    return true;
  }
}
