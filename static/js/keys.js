// Keys 1–9 choose an option, Enter goes on.

export function listen(form, goOn) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isWriting(event.target)) return;
    if (/^[1-9]$/.test(event.key)) choose(form, event.key);
    else if (event.key === "Enter" && isFree(event.target)) {
      event.preventDefault();
      goOn();
    }
  });
}

function choose(form, number) {
  const input = form.querySelector(`input[data-number="${number}"]`);
  if (!input) return;
  input.focus();
  input.click();
}

function isWriting(target) {
  return target.matches?.("select, textarea, input:not([type=radio], [type=checkbox])");
}

/** Enter keeps its meaning on links and buttons. */
function isFree(target) {
  return !target.closest?.("a, button, summary");
}
