// Signing in with a passkey, and making one. A form marked data-passkey is shown where the browser
// can do it; its hidden field gets what the browser says, and the form is sent like any other.
// Without this the pages work by password.

const RENEW = 4 * 60 * 1000; // a challenge lives five minutes

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

let running = new AbortController();

/** Stops what the browser may still be asking, and gives the signal for the next question. */
function next() {
  running.abort();
  running = new AbortController();
  return running.signal;
}

async function options(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const response = await fetch(form.dataset.options, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw Object.assign(new Error("no options"), { stale: response.status < 500 });
  const plain = await response.json();
  plain.challenge = bytes(plain.challenge);
  if (plain.user) plain.user.id = bytes(plain.user.id);
  for (const list of [plain.allowCredentials, plain.excludeCredentials]) {
    for (const known of list ?? []) known.id = bytes(known.id);
  }
  return plain;
}

function described(credential) {
  const { id, rawId, type, response } = credential;
  const said = { clientDataJSON: text(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) said[name] = text(response[name]);
  }
  if (response.getTransports) said.transports = response.getTransports();
  return JSON.stringify({ id, rawId: text(rawId), type, response: said });
}

function send(form, credential) {
  form.elements.credential.value = described(credential);
  form.submit();
}

async function ask(form) {
  const signal = next();
  const publicKey = await options(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey, signal })
    : navigator.credentials.get({ publicKey, signal });
}

function explain(form, error) {
  const box = form.querySelector("[data-problem]");
  box.querySelector("span").textContent =
    error.name === "InvalidStateError" ? box.dataset.known : box.dataset.problem;
  box.hidden = false;
}

async function onSubmit(event) {
  const form = event.currentTarget;
  event.preventDefault();
  const button = form.querySelector("button");
  form.querySelector("[data-problem]").hidden = true;
  button.setAttribute("aria-disabled", "true");
  try {
    send(form, await ask(form));
  } catch (error) {
    if (error.stale) return location.reload(); // the page then says what it needs first
    explain(form, error);
    offer(form);
  } finally {
    button.removeAttribute("aria-disabled");
  }
}

/** Lets the browser offer passkeys in the field for the address, where it can. */
async function offer(form) {
  if (!("offer" in form.dataset)) return;
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  const signal = next();
  setTimeout(() => signal.aborted || offer(form), RENEW);
  try {
    const publicKey = await options(form);
    const credential = await navigator.credentials.get({
      publicKey,
      signal,
      mediation: "conditional",
    });
    send(form, credential);
  } catch {
    // Nothing was chosen, or the button was used: the page stays as it is.
  }
}

function isHere(site) {
  return location.hostname === site || location.hostname.endsWith(`.${site}`);
}

if (window.PublicKeyCredential && window.isSecureContext) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!isHere(form.dataset.site)) continue;
    for (const part of document.querySelectorAll("[data-with-passkey]")) part.hidden = false;
    for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = true;
    form.hidden = false;
    form.addEventListener("submit", onSubmit);
    offer(form);
  }
}
