// "Put in order" with buttons up and down. The selects stay the form's fields: they are filled
// and hidden, so that the page sends the same thing with and without this module.

export function enhance(root = document) {
  root.querySelectorAll("[data-ordering]").forEach(enhanceList);
}

function enhanceList(list) {
  const words = list.dataset;
  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("aria-live", "polite");
  list.after(live);

  const items = () => [...list.children];
  const place = (item) => Number(item.querySelector("select").value) || Infinity;
  const answered = items().every((item) => place(item) < Infinity);
  if (answered) items().sort((a, b) => place(a) - place(b)).forEach((item) => list.append(item));

  items().forEach((item) => addButtons(item, words));
  refresh(items(), answered);

  list.addEventListener("click", (event) => {
    const button = event.target.closest(".move");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const item = button.closest("li");
    if (button.dataset.step === "-1") item.previousElementSibling.before(item);
    else item.nextElementSibling.after(item);
    fill(items());
    refresh(items(), true);
    button.focus();
    const at = items().indexOf(item) + 1;
    live.textContent = words.moved.replace("{place}", at).replace("{total}", items().length);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function addButtons(item, words) {
  const label = item.querySelector("label");
  const number = document.createElement("span");
  number.className = "order-place";
  const text = document.createElement("span");
  text.append(...label.cloneNode(true).childNodes);
  const buttons = document.createElement("span");
  buttons.className = "order-buttons";
  buttons.append(
    button(-1, words.up, text.textContent, "M12 19V5m-7 7 7-7 7 7"),
    button(1, words.down, text.textContent, "M12 5v14m7-7-7 7-7-7"),
  );
  label.hidden = true;
  item.querySelector("select").hidden = true;
  item.classList.add("enhanced");
  item.prepend(number, text);
  item.append(buttons);
}

function button(step, label, text, path) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "move";
  element.dataset.step = step;
  element.setAttribute("aria-label", `${label}: ${text.trim()}`);
  element.innerHTML =
    '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" ' +
    `stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`;
  return element;
}

function fill(items) {
  items.forEach((item, index) => {
    item.querySelector("select").value = String(index + 1);
  });
}

function refresh(items, answered) {
  items.forEach((item, index) => {
    const [up, down] = item.querySelectorAll(".move");
    up.setAttribute("aria-disabled", String(index === 0));
    down.setAttribute("aria-disabled", String(index === items.length - 1));
    item.querySelector(".order-place").textContent = answered ? `${index + 1}.` : "–";
    item.classList.toggle("moved", answered);
  });
}
