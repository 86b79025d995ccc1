// A question of a quiz: saves at every change, and waits for the save before it goes on.

import { asSent } from "./as-sent.js";
import { flush } from "./flush.js";
import { listen } from "./keys.js";
import { enhance } from "./ordering.js";
import { attemptOf } from "./outbox.js";
import { Saver } from "./saver.js";
import { spot } from "./spot.js";
import { explain, focusExplanation, status } from "./status.js";

const TYPING_PAUSE = 600;
const form = document.querySelector("[data-quiz]");
const url = new URL(form.action).pathname;
let typing;
let leaving = false;

const saver = new Saver({
  url,
  key: form.elements.key.value,
  revision: form.elements.revision.value,
  fields: () => own([...new FormData(form)]),
  saved: own(asSent(form)),
  show,
});

const kept = saver.resume();
if (kept) fillIn(kept);
enhance(form);
spot(form);
flush(attemptOf(url), { except: url });

form.addEventListener("change", saveNow);
form.addEventListener("input", (event) => {
  if (!event.target.matches("input:not([type=radio], [type=checkbox])")) return;
  clearTimeout(typing);
  typing = setTimeout(saveNow, TYPING_PAUSE);
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saveNow();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(event.submitter?.value ?? "next");
});
document.querySelectorAll("[data-leave]").forEach((link) => {
  link.addEventListener("click", saveNow);
});
listen(form, () => go("next"));
saveNow();

function own(fields) {
  // Sorted, because a list that was put in order sends its fields in another order.
  return fields.filter(([name]) => !["csrf_token", "key", "revision"].includes(name)).sort();
}

function saveNow() {
  clearTimeout(typing);
  if (saver.untried) saver.change();
  else saver.forgetRefusal();
}

async function go(where) {
  clearTimeout(typing);
  leaving = true;
  const settled = await saver.settled();
  leaving = false;
  if (!settled) return focusExplanation();
  const { next, previous } = form.dataset;
  const target = { next, previous, overview: attemptOf(url) }[where];
  window.location.assign(target || next);
}

function show(state, result = {}) {
  if (result.revision) form.elements.revision.value = result.revision;
  status(state);
  // Half a number is refused too: do not push the page about while somebody types.
  if (state !== "refused" || leaving) explain(state, result);
}

function fillIn(fields) {
  const values = new Map();
  fields.forEach(([name, value]) => values.set(name, [...(values.get(name) ?? []), value]));
  for (const input of form.elements) {
    if (["csrf_token", "key", "revision", "", "go"].includes(input.name)) continue;
    const given = values.get(input.name) ?? [];
    if (["radio", "checkbox"].includes(input.type)) input.checked = given.includes(input.value);
    else input.value = given[0] ?? "";
  }
}
