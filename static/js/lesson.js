// A lesson: check questions answer in place, the list of sections follows the reading.

import { enhance } from "./ordering.js";

enhance();
followSections();

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-check]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button:not([type=button])");
  button.disabled = true;
  try {
    await answer(form);
  } catch {
    button.disabled = false;
    fail(form, form.dataset.offline);
  }
});

async function answer(form) {
  const response = await fetch(form.action, {
    method: "POST",
    body: new URLSearchParams(new FormData(form)),
    headers: { "X-Partial": "1" },
    credentials: "same-origin",
  });
  const html = await response.text();
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(".check");
  if (!fresh || (!response.ok && response.status !== 400)) throw new Error(String(response.status));
  const old = form.closest(".check");
  fresh.querySelector("[data-feedback]")?.removeAttribute("aria-live");
  old.replaceWith(fresh);
  enhance(fresh);
  const target = fresh.querySelector("[data-feedback], [data-error]");
  target.focus({ preventScroll: true });
  fresh.scrollIntoView({ block: "nearest" });
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
