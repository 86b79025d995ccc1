// A step of the resilience scan: every choice is saved at once. Nothing is kept on this device:
// without a connection the page says so, and the button below sends everything again.

import { asSent } from "./as-sent.js";
import { send, token } from "./send.js";

const form = document.querySelector("[data-scan]");
const status = document.getElementById("save-status");
let newest = 0;

form.addEventListener("change", save);
if (JSON.stringify(fields()) !== JSON.stringify(asSent(form))) save();

function fields() {
  return [...new FormData(form)];
}

async function save() {
  const mine = ++newest;
  show("saving");
  const { outcome } = await send(form.action, { fields: fields(), key: "", revision: "" }, token());
  if (mine === newest) show(outcome === "saved" ? "saved" : "problem");
}

function show(state) {
  status.dataset.state = state;
  status.querySelector("[data-text]").textContent = status.dataset[state];
}
