// A colleague's phone: looks every 1.2 seconds whether there is something new, answers in one
// tap, and sends an answer again until the server has it. Nothing is kept on the phone.

const LOOK_EVERY = 1200;
const stage = document.getElementById("stage");
const form = document.getElementById("answers");
const status = document.getElementById("status");
const say = document.getElementById("say");
const own = new Map(
  stage.dataset.own
    .split(" ")
    .filter(Boolean)
    .map((entry) => [entry.slice(0, entry.lastIndexOf(":")), entry.slice(entry.lastIndexOf(":") + 1)]),
);
let tag = stage.dataset.tag;
let waiting = null; // the newest answer that the server has not taken yet
let sending = false;
let timer;

document.getElementById("look-again").hidden = true;
mark();
plan(LOOK_EVERY * Math.random());

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[form=answers]");
  if (!button) return;
  event.preventDefault();
  choose(button);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  const button = stage.querySelector(`button[data-number="${event.key}"]`);
  if (button) choose(button);
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && plan(0));
window.addEventListener("online", () => plan(0));

function choose(button) {
  const asks = button.closest("[data-asks]").dataset.asks;
  own.set(asks, button.dataset.key);
  mark();
  waiting = { value: button.value, asks, tries: 0 };
  deliver();
}

async function deliver() {
  if (sending || !waiting) return;
  sending = true;
  while (waiting) {
    const mine = waiting;
    tell(mine.tries ? "lost" : "sending");
    const done = await post(mine.value);
    if (done === "later") {
      mine.tries += 1;
      await new Promise((resolve) => setTimeout(resolve, Math.min(4000, 400 * 2 ** mine.tries)));
      continue;
    }
    if (waiting === mine) waiting = null;
    if (done === "gone") return location.reload();
    tell(done);
    if (done === "late") plan(0);
  }
  sending = false;
}

async function post(choice) {
  const body = new URLSearchParams(new FormData(form));
  body.set("choice", choice);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      signal: AbortSignal.timeout(6000),
    });
    if (answer.ok) return "saved";
    if (answer.status === 409) return "late";
    if (answer.status === 410) return "gone";
    return answer.status >= 500 || answer.status === 429 ? "later" : "gone";
  } catch {
    return "later";
  }
}

function plan(pause) {
  clearTimeout(timer);
  timer = setTimeout(look, pause);
}

async function look() {
  if (document.visibilityState === "hidden") return plan(LOOK_EVERY * 4);
  try {
    const answer = await fetch(stage.dataset.state, {
      headers: { "If-None-Match": tag },
      signal: AbortSignal.timeout(6000),
      cache: "no-store",
    });
    if (answer.status === 401 || answer.status === 410) return location.reload();
    if (answer.status === 200) {
      tag = answer.headers.get("ETag");
      show(await answer.text());
    }
    if (!waiting && status.dataset.state === "lost") tell("");
  } catch {
    tell("lost");
  }
  // Not all at one moment.
  plan(LOOK_EVERY * (0.8 + 0.4 * Math.random()));
}

function show(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const before = stage.querySelector("[data-step]")?.dataset.say;
  stage.replaceChildren(...page.body.children);
  mark();
  const now = stage.querySelector("[data-step]");
  if (now && now.dataset.say !== before) say.textContent = now.dataset.say;
  if (!waiting) tell("");
  window.scrollTo({ top: 0 });
}

/** What this phone chose, on a page that is the same for everybody. */
function mark() {
  stage.querySelectorAll("[data-asks]").forEach((part) => {
    const chosen = own.get(part.dataset.asks);
    part.querySelectorAll("button[data-key]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.key === chosen));
    });
    part.querySelectorAll("li[data-key]").forEach((item) => {
      const mine = item.dataset.key === chosen;
      item.toggleAttribute("data-mine", mine);
      item.querySelectorAll(".choice-mine").forEach((sign) => (sign.hidden = !mine));
      const feedback = item.querySelector(".choice-feedback");
      if (feedback && mine) feedback.hidden = false;
    });
  });
}

function tell(state) {
  status.dataset.state = state;
  status.textContent = { saved: status.dataset.saved, sending: status.dataset.sending, lost: status.dataset.lost, late: status.dataset.late }[state] ?? "";
}
