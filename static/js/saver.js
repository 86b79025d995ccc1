// Saves one question: one request at a time, the newest answer last, nothing shown as saved
// before the server has said so.

import { drop, keep, read } from "./outbox.js";
import { newKey, send, token } from "./send.js";

const PAUSES = [2000, 5000, 10000, 20000, 30000];

export class Saver {
  /**
   * @param fields reads the answer from the page
   * @param saved the answer that the page came with
   * @param show tells the state to the page
   */
  constructor({ url, key, revision, fields, saved, show }) {
    Object.assign(this, { url, revision, fields, show });
    this.firstKey = key;
    this.saved = JSON.stringify(saved);
    this.tries = 0;
    this.waiters = [];
    window.addEventListener("online", () => this.retryNow());
  }

  /** Takes up an answer that an earlier visit could not save; returns its fields. */
  resume() {
    const record = read(this.url);
    if (!record) return null;
    this.sent = record.sent;
    this.latest = record.latest;
    this.run();
    return record.latest ?? record.sent.fields;
  }

  get pending() {
    return Boolean(this.sent || this.latest);
  }

  /** Whether the page shows something else than the server holds. */
  get changed() {
    return JSON.stringify(this.fields()) !== this.saved;
  }

  /** Whether the page shows an answer that was neither sent nor refused. */
  get untried() {
    const now = JSON.stringify(this.fields());
    const last = this.latest ?? this.sent?.fields;
    return now !== (last ? JSON.stringify(last) : this.saved) && now !== this.refused;
  }

  /** Something changed on the page. */
  change() {
    this.latest = this.fields();
    this.remember();
    this.retryNow();
  }

  /** A refused answer was taken back: the page shows again what the server holds. */
  forgetRefusal() {
    if (!this.refused || this.pending || this.changed) return;
    this.refused = null;
    this.show("idle");
  }

  /** Resolves to true when all is saved, to false when it cannot be. */
  settled() {
    if (!this.pending && !this.changed) return Promise.resolve(true);
    const settled = new Promise((resolve) => this.waiters.push(resolve));
    if (this.pending && !this.untried) this.retryNow();
    else this.change();
    return settled;
  }

  retryNow() {
    clearTimeout(this.timer);
    this.tries = 0;
    this.run();
  }

  async run() {
    if (this.running) return;
    this.running = true;
    while (this.pending) {
      this.sent ??= this.take();
      this.remember();
      if (!this.tries) this.show("saving");
      const result = await send(this.url, this.sent, token());
      if (!this.handle(result)) break;
    }
    this.running = false;
  }

  take() {
    const sent = { fields: this.latest, key: this.firstKey ?? newKey(), revision: this.revision };
    this.firstKey = null;
    this.latest = null;
    return sent;
  }

  /** True when the next answer may go out. */
  handle(result) {
    if (result.outcome === "later") return this.wait();
    if (["signed-out", "old-page"].includes(result.outcome)) {
      this.finish(false, result.outcome, result);
      return false;
    }
    if (result.outcome !== "saved") return this.refuse(result);
    this.revision = result.revision;
    this.saved = JSON.stringify(this.sent.fields);
    this.refused = null;
    this.sent = null;
    this.tries = 0;
    if (this.latest) return true;
    drop(this.url);
    this.finish(true, "saved", result);
    return false;
  }

  refuse(result) {
    this.refused = JSON.stringify(this.sent.fields);
    this.sent = null;
    if (this.latest && result.outcome === "refused") return true;
    this.latest = null;
    drop(this.url);
    this.finish(false, result.outcome, result);
    return false;
  }

  wait() {
    this.show(this.remember() ? "kept" : "problem");
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.run(), pause);
    return false;
  }

  remember() {
    const { url, sent, latest } = this;
    if (!sent && !latest) return true;
    const first = sent ?? { fields: latest, key: (this.firstKey ??= newKey()), revision: this.revision };
    return keep({ url, sent: first, latest: sent ? latest : null });
  }

  finish(saved, state, result = {}) {
    this.show(state, result);
    this.waiters.splice(0).forEach((resolve) => resolve(saved));
  }
}
