// What the learner sees of the saving: a word in the bar below, an explanation when it failed.

export function status(state) {
  const line = document.getElementById("save-status");
  const words = line.dataset;
  const shown = { "signed-out": "kept", refused: "problem", conflict: "problem", gone: "problem" };
  const text = {
    saving: words.saving,
    saved: words.saved,
    kept: words.kept,
    "signed-out": words.signedOut,
  };
  line.dataset.state = shown[state] ?? state;
  line.querySelector("[data-text]").textContent = text[state] ?? words.problem;
  line.querySelector("a")?.remove();
  if (state === "signed-out") line.append(signInLink(words.signIn));
}

function signInLink(label) {
  const link = document.createElement("a");
  link.href = document.querySelector("[data-quiz]").dataset.signIn;
  link.textContent = label;
  return link;
}

/** Refused answers say why, above the question. */
export function refusal(state, { error = "", url = "" }) {
  const box = document.getElementById("question-error");
  const failed = ["refused", "conflict"].includes(state);
  box.hidden = !failed;
  if (!failed) return;
  box.querySelector("strong").textContent = error;
  const link = box.querySelector("[data-error-link]");
  link.hidden = state !== "conflict";
  if (url) link.href = url;
  box.focus();
}
