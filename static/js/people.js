// The list of people: choose a whole page at once, and see how many are chosen.

const form = document.querySelector(".people-form");
const boxes = form ? [...form.querySelectorAll('input[name="person"]')] : [];
if (boxes.length) start();

function start() {
  const count = form.querySelector(".people-count");
  const everyone = form.querySelector("#everyone");
  const hint = count.textContent;
  const page = headBox(count.dataset.page);

  form.addEventListener("change", ({ target }) => {
    if (target === page) boxes.forEach((box) => (box.checked = page.checked));
    show();
  });
  window.addEventListener("pageshow", show);
  show();

  function show() {
    const chosen = boxes.filter((box) => box.checked).length;
    page.checked = chosen === boxes.length;
    page.indeterminate = chosen > 0 && !page.checked;
    for (const box of [page, ...boxes]) box.disabled = everyone.checked;
    if (everyone.checked) count.textContent = hint;
    else if (chosen === 0) count.textContent = hint;
    else count.textContent = chosen === 1 ? count.dataset.one : count.dataset.many.replace("#", chosen);
  }
}

function headBox(label) {
  const cell = form.querySelector("thead .pick");
  const wrap = document.createElement("label");
  wrap.className = "pick-box";
  wrap.title = label;
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", label);
  wrap.append(box);
  cell.replaceChildren(wrap);
  return box;
}
