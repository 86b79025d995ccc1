// A practice report: saves what is typed, quietly. Nothing is kept on the device, because the text
// has to be gone when the exercise is done; what is not saved yet lives in this page only.

import { asSent } from "./as-sent.js";
import { newKey, send, token } from "./send.js";
import { explain, focusExplanation, status } from "./status.js";

const TYPING_PAUSE = 900;
const RETRY = 5000;
const OWN = new Set(["csrf_token", "revision", "go"]);
const form = document.querySelector("[data-report]");
const url = new URL(form.action).pathname;
let timer;
let running;
let refused = "";
let saved = JSON.stringify(own(asSent(form)));

document.querySelector("[data-save]").hidden = true;

form.addEventListener("input", () => later(TYPING_PAUSE));
form.addEventListener("change", () => save());
window.addEventListener("online", () => save());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save();
});
window.addEventListener("beforeunload", (event) => {
  if (written() !== saved && !form.dataset.leaving) event.preventDefault();
});
form.addEventListener("submit", async (event) => {
  const button = event.submitter;
  clearTimeout(timer);
  if (running) {
    // Its answer brings the revision that the form has to send.
    event.preventDefault();
    await running;
    form.requestSubmit(button);
    return;
  }
  form.dataset.leaving = "yes";
});
save();

function fields() {
  return own([...new FormData(form)]);
}

function own(all) {
  return all.filter(([name]) => !OWN.has(name));
}

function written() {
  return JSON.stringify(fields());
}

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, pause);
}

function save() {
  clearTimeout(timer);
  const now = written();
  if (running || now === saved || now === refused) return;
  running = one(now).finally(() => {
    running = null;
    if (written() !== now) later(TYPING_PAUSE);
  });
}

async function one(now) {
  status("saving");
  const revision = form.elements.revision.value;
  const result = await send(url, { fields: JSON.parse(now), key: newKey(), revision }, token());
  if (result.outcome === "saved") {
    saved = now;
    form.elements.revision.value = result.revision;
    status("saved");
    explain("saved", result);
    pointToRealRoutes(result.real ?? []);
  } else if (result.outcome === "later") {
    status("kept");
    later(RETRY);
  } else {
    refused = now;
    status(result.outcome);
    explain(result.outcome, result);
    focusExplanation();
  }
}

/** Shown where somebody is typing: nothing above moves, and nothing is taken over. */
function pointToRealRoutes(reasons) {
  const box = document.getElementById("looks-real");
  const here = document.activeElement?.closest("[data-report] > .field, [data-report] > fieldset");
  if (box.hidden && reasons.length && here) here.after(box);
  box.hidden = reasons.length === 0;
  document.getElementById("looks-real-why").replaceChildren(
    ...reasons.map((reason) => {
      const item = document.createElement("li");
      item.textContent = reason;
      return item;
    }),
  );
}
