package parley.server.rate;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Token buckets, one for each of those who take: a bucket is full at first and fills evenly again.
 * Only so many are remembered; one that is full again says nothing and is forgotten first, then the
 * one that was used least lately. Times are of {@link System#nanoTime}. Guarded by itself.
 *
 * @param <K> who takes: a person's id, or a {@link parley.server.net.Network}
 */
public final class Buckets<K> {
  /** How many of the oldest are looked at for one that can be forgotten without loss. */
  private static final int LOOKED_AT = 8;

  private static final double SECOND = 1e9;

  private static final class Bucket {
    /** Below 0 where more was taken than was there. */
    private double left;

    private long at;
    private Rate rate;

    /** Those who took in turns and wait now. */
    private int waiting;

    void fill(Rate now, long at) {
      left = rate == null ? now.most() : Math.min(now.most(), left + grown(now, at));
      this.at = at;
      rate = now;
    }

    private double grown(Rate now, long at) {
      return Math.max(0, at - this.at) * now.perSecond() / SECOND;
    }

    boolean isFullAt(long now) {
      return left + grown(rate, now) >= rate.most();
    }

    long nanosUntil(double amount) {
      return left >= amount ? 0 : (long) Math.ceil((amount - left) * SECOND / rate.perSecond());
    }
  }

  private final int keys;
  private final Map<K, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param keys how many are remembered
   */
  public Buckets(int keys) {
    this.keys = keys;
  }

  /**
   * Takes so much, also where it is not there: who comes next waits for it too.
   *
   * @return nanoseconds after which what was taken has grown back, 0 where it was there
   */
  public synchronized long take(K key, double amount, Rate rate, long now) {
    Bucket bucket = filled(key, rate, now);
    bucket.left -= amount;
    return bucket.nanosUntil(0);
  }

  /**
   * As {@link #take}, for many who share a bucket: nobody waits for what the others took, only as
   * many times as long as alone as there are who wait. So one who asks for little has it soon
   * beside many who ask for much, and together they have no more than the rate. Whoever is told to
   * wait says so when that is over, with {@link #waited}.
   */
  public synchronized long takeTurns(K key, double amount, Rate rate, long now) {
    Bucket bucket = filled(key, rate, now);
    bucket.left -= amount;
    long forAll = bucket.nanosUntil(0);
    if (forAll == 0) {
      return 0;
    }
    bucket.waiting++;
    long inTurn = (long) Math.ceil(amount * bucket.waiting * SECOND / rate.perSecond());
    return Math.min(forAll, Math.max(1, inTurn)); // who waits at all says when that is over
  }

  /** A wait of {@link #takeTurns} is over. */
  public synchronized void waited(K key) {
    Bucket bucket = buckets.get(key);
    if (bucket != null && bucket.waiting > 0) {
      bucket.waiting--;
    }
  }

  /**
   * Takes so much where it is there, and else nothing.
   *
   * @return 0 where it was taken, or the nanoseconds after which it would be there
   */
  public synchronized long tryTake(K key, double amount, Rate rate, long now) {
    Bucket bucket = filled(key, rate, now);
    long wait = bucket.nanosUntil(amount);
    if (wait == 0) {
      bucket.left -= amount;
    }
    return wait;
  }

  /** As {@link #tryTake}, but takes nothing. */
  public synchronized long look(K key, double amount, Rate rate, long now) {
    return filled(key, rate, now).nanosUntil(amount);
  }

  /** Gives back what was taken for something that did not come about. */
  public synchronized void giveBack(K key, double amount) {
    Bucket bucket = buckets.get(key);
    if (bucket != null) {
      bucket.left = Math.min(bucket.rate.most(), bucket.left + amount);
    }
  }

  private Bucket filled(K key, Rate rate, long now) {
    Bucket bucket = buckets.get(key);
    if (bucket == null) {
      if (buckets.size() >= keys) {
        forgetOne(now);
      }
      bucket = new Bucket();
      buckets.put(key, bucket);
    }
    bucket.fill(rate, now);
    return bucket;
  }

  private void forgetOne(long now) {
    K oldest = null;
    Iterator<Map.Entry<K, Bucket>> entries = buckets.entrySet().iterator();
    for (int i = 0; i < LOOKED_AT && entries.hasNext(); i++) {
      Map.Entry<K, Bucket> entry = entries.next();
      if (entry.getValue().isFullAt(now)) {
        entries.remove();
        return;
      }
      oldest = oldest == null ? entry.getKey() : oldest;
    }
    buckets.remove(oldest);
  }
}
