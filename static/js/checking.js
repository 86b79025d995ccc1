// Carries the check of an upload on, a portion per request. Without this the button does it.
const card = document.getElementById("checking");
const form = document.getElementById("checking-form");
const bar = document.getElementById("checking-bar");
const text = document.querySelector("#checking-text strong");

async function step() {
  const response = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
  });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function carryOn() {
  form.hidden = true;
  try {
    for (;;) {
      const state = await step();
      text.textContent = state.text;
      bar.value = state.done;
      if (state.finished) break;
    }
    location.replace(location.href);
  } catch {
    // The button is there again, so that the person decides when to go on.
    text.textContent = card.dataset.trouble;
    form.hidden = false;
  }
}

if (form) carryOn();
