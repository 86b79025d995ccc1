// A lesson: check questions answer in place, the list of sections follows the reading.

import { enhance } from "./ordering.js";
import { spot } from "./spot.js";

enhance();
spot();
followSections();

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-check]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  const refusal = await answer(form).catch(() => form.dataset.offline);
  if (refusal) {
    button.disabled = false;
    fail(form, refusal);
  }
});

// Swaps the question for its review. What it returns is why that could not be done: the words of
// the page that the server answered with (signed out, too busy, an old form).
async function answer(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Partial": "1" },
    credentials: "same-origin",
  });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector(".check");
  if (!fresh) {
    return [...page.querySelectorAll("main h1, main .lead")].map((part) => part.textContent).join(" ");
  }
  const old = form.closest(".check");
  fresh.querySelector("[data-feedback]")?.removeAttribute("aria-live");
  old.replaceWith(fresh);
  enhance(fresh);
  spot(fresh);
  const target = fresh.querySelector("[data-feedback], [data-error]");
  target.focus({ preventScroll: true });
  fresh.scrollIntoView({ block: "nearest" });
  return "";
}

function fail(form, text) {
  const place = form.querySelector("[data-error]");
  place.textContent = text;
  place.focus();
}

function followSections() {
  const links = new Map(
    [...document.querySelectorAll(".toc a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
  );
  if (!links.size) return;
  const mark = () => {
    const line = window.innerHeight / 3;
    let current = null;
    for (const id of links.keys()) {
      const heading = document.getElementById(id);
      if (heading && heading.getBoundingClientRect().top < line) current = id;
    }
    for (const [id, link] of links) {
      if (id === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  document.addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
  mark();
}
