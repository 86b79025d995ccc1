// Sends the answers of an attempt that were left behind on this device.

import { drop, keep, read, waiting } from "./outbox.js";
import { newKey, send, token } from "./send.js";

/** Tries every waiting answer once; resolves to the addresses that still wait. */
export async function flush(attempt, { except = "" } = {}) {
  const left = [];
  for (const url of waiting(attempt)) {
    if (url !== except && !(await flushOne(url))) left.push(url);
  }
  return left;
}

async function flushOne(url) {
  for (;;) {
    const record = read(url);
    if (!record) return true;
    const result = await send(url, record.sent, token());
    if (["later", "signed-out", "old-page"].includes(result.outcome)) return false;
    if (result.outcome !== "saved" || !record.latest) {
      drop(url);
      return true;
    }
    const sent = { fields: record.latest, key: newKey(), revision: result.revision };
    if (!keep({ url, sent, latest: null })) return false;
  }
}
