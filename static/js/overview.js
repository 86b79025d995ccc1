// Before handing in: first the answers that wait on this device.

import { flush } from "./flush.js";
import { attemptOf, waiting } from "./outbox.js";

const AGAIN = 5000;
const first = document.querySelector(".overview-list a");
const attempt = attemptOf(new URL(first.href).pathname);
const button = document.querySelector("#hand-in button");
const notice = document.getElementById("pending");

window.addEventListener("online", tryAll);
if (waiting(attempt).length) tryAll();

async function tryAll() {
  notice.hidden = false;
  button.disabled = true;
  const left = await flush(attempt);
  if (left.length) setTimeout(tryAll, AGAIN);
  else window.location.reload();
}
