// Keys 1–9 choose what to do in a story.

const form = document.querySelector("[data-choices]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (/^[1-9]$/.test(event.key)) form?.querySelector(`[data-number="${event.key}"]`)?.click();
});
