// Presenter, projector and remote control: moves by key and button, and looking what is new. The
// page is the truth: after every change its part is fetched and put in place of the old one.

const LOOK_EVERY = 1500;
const FORWARD = new Set(["ArrowRight", "PageDown", " "]);
const BACK = new Set(["ArrowLeft", "PageUp"]);
let busy = false;

const desk = () => document.getElementById("desk");
const typing = (target) => target.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  // On a button or a link the space bar is that button's.
  if (event.key === " " && event.target.closest("button, a, summary")) return;
  const move = FORWARD.has(event.key) ? "go" : BACK.has(event.key) ? "back" : "";
  if (!move) return;
  event.preventDefault();
  send(move);
});

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-moves]")) return;
  event.preventDefault();
  send(event.submitter?.value ?? "go");
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("#open-projector");
  if (!link) return;
  event.preventDefault();
  window.open(link.href, "projector", "popup,width=1280,height=720");
});

async function send(move) {
  if (busy) return;
  busy = true;
  const form = document.querySelector("[data-moves]");
  const body = new URLSearchParams(new FormData(form));
  body.set("move", move);
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    await renew();
  } catch {
    // No connection: the next look says how it is.
  } finally {
    busy = false;
  }
}

async function renew() {
  const answer = await fetch(location.href, { redirect: "follow" });
  if (answer.redirected || !answer.ok) return location.assign(answer.url);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh) return location.reload();
  const kept = document.activeElement?.closest("#moves") ? document.activeElement.value : "";
  desk().replaceWith(document.adoptNode(fresh));
  tick();
  if (kept) {
    const again = document.querySelector(`#moves [value="${kept}"]:not([disabled])`);
    (again ?? document.querySelector("#moves .move-go, #moves button:not([disabled])"))?.focus();
  }
}

async function look() {
  try {
    const answer = await fetch(desk().dataset.look, { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const now = await answer.json();
    if (now.over) return location.assign(now.url);
    if (String(now.version) !== desk().dataset.version) {
      // Somebody fills in a number here: that is not taken away.
      if (!typing(document.activeElement) && !busy) await renew();
      return;
    }
    fill("[data-joined-text]", now.joinedText);
    fill("[data-answered-text]", now.answeredText);
  } catch {
    // Tried again at the next look.
  }
}

function fill(selector, text) {
  document.querySelectorAll(selector).forEach((place) => {
    if (place.textContent !== text) place.textContent = text;
  });
}

function tick() {
  document.querySelectorAll("[data-since]").forEach((place) => {
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(place.dataset.since)) / 1000));
    place.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  });
}

tick();
setInterval(tick, 1000);
setInterval(() => document.visibilityState === "visible" && look(), LOOK_EVERY);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
