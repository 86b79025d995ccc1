// Says how many people of a list are chosen. Without it the form works the same.

for (const form of document.querySelectorAll("form[data-selection]")) {
  const count = form.querySelector("[data-count]");
  const everyone = form.querySelector("input[name=everyone]");
  const people = [...form.querySelectorAll("input[name=person]")];

  function show() {
    const chosen = people.filter((box) => box.checked).length;
    for (const box of people) box.disabled = Boolean(everyone?.checked);
    count.hidden = Boolean(everyone?.checked);
    if (chosen === 0) count.textContent = count.dataset.none;
    else if (chosen === 1) count.textContent = count.dataset.one;
    else count.textContent = count.dataset.many.replace("{count}", chosen);
  }

  form.addEventListener("change", show);
  show();
}
