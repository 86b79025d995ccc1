// What the learner sees of the saving: a word in the bar below, an explanation when it failed.

const KEPT = new Set(["kept", "signed-out", "old-page"]);
const CALM = new Set(["idle", "saving", "saved", "kept"]);

export function status(state) {
  const line = document.getElementById("save-status");
  const shown = KEPT.has(state) ? "kept" : CALM.has(state) ? state : "problem";
  line.dataset.state = shown;
  line.querySelector("[data-text]").textContent = line.dataset[shown] ?? "";
}

/** Says above the question why an answer was not taken, and the one thing to do. */
export function explain(state, { error = "", url = "" }) {
  const box = document.getElementById("question-error");
  box.hidden = CALM.has(state);
  if (box.hidden) return;
  const { signedOut, signIn, signInUrl, load, problem } = box.dataset;
  const leave = state === "signed-out";
  const link = box.querySelector("a");
  box.querySelector("strong").textContent = leave ? signedOut : error || problem;
  link.hidden = state === "refused";
  link.textContent = leave ? signIn : load;
  if (leave) link.href = signInUrl;
  else if (url) link.href = url;
}

export function focusExplanation() {
  document.getElementById("question-error").focus();
}
