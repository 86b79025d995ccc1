// One answer to the server, and what came of it.
// outcome: "saved" (with revision, at), "refused" (error), "conflict" (error, url), "signed-out",
// "old-page" (the form's token is of an earlier session: load again), "gone" (no longer ours) or
// "later" (no connection, or too busy).

const TIMEOUT = 15000;

export async function send(url, { fields, key, revision }, token) {
  const body = new URLSearchParams(fields);
  body.set("csrf_token", token);
  body.set("key", key);
  body.set("revision", revision);
  let response;
  try {
    response = await fetch(url, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      redirect: "manual",
      keepalive: true,
      signal: AbortSignal.timeout(TIMEOUT),
    });
  } catch {
    return { outcome: "later" };
  }
  const answer = await response.json().catch(() => null);
  if (response.status === 200 && answer?.saved === true) return { outcome: "saved", ...answer };
  if (response.status === 409) return { outcome: "conflict", ...answer };
  if (response.status === 401 || response.type === "opaqueredirect") return { outcome: "signed-out" };
  if (answer?.code === "forged") return { outcome: "old-page", error: answer.error };
  if (response.status === 404) return { outcome: "gone" };
  if (response.status >= 500 || response.status === 429 || response.status === 200) {
    return { outcome: "later" };
  }
  return { outcome: "refused", error: answer?.error ?? "", code: answer?.code };
}

export function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function token() {
  return document.querySelector("[name=csrf_token]")?.value ?? "";
}
