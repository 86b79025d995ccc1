// Answers that the server has not confirmed yet, one record per question, kept on this device.
//
// A record is { url, sent, latest, at }. `sent` ({fields, key, revision}) has left but was never
// answered: it goes out again unchanged, with the same key, so that it counts once. `latest` are
// the fields of a newer change that waits behind it.

const PREFIX = "poco-answer:";
const OLDEST = 14 * 24 * 3600 * 1000;

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

export function read(url) {
  try {
    return JSON.parse(storage()?.getItem(PREFIX + url) ?? "null");
  } catch {
    return null;
  }
}

/** Whether the record could be kept. */
export function keep(record) {
  try {
    storage().setItem(PREFIX + record.url, JSON.stringify({ ...record, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function drop(url) {
  storage()?.removeItem(PREFIX + url);
}

/** Addresses of waiting answers of one attempt; what is older than two weeks goes. */
export function waiting(attempt) {
  const store = storage();
  const keys = store ? Object.keys(store).filter((key) => key.startsWith(PREFIX)) : [];
  const urls = [];
  for (const key of keys) {
    const url = key.slice(PREFIX.length);
    const record = read(url);
    if (!record || Date.now() - record.at > OLDEST) store.removeItem(key);
    else if (attemptOf(url) === attempt) urls.push(url);
  }
  return urls;
}

/** "/attempt/x/4" belongs to "/attempt/x". */
export function attemptOf(url) {
  return url.replace(/\/\d+$/, "");
}
