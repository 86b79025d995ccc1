// "Spot the signal" by tapping in the picture. The checkboxes stay the form's fields; those that
// are not marked are shown when the keyboard comes to them, or all of them as a list.

export function spot(root = document) {
  root.querySelectorAll("[data-spot]").forEach(enliven);
}

function enliven(place) {
  const words = place.dataset;
  const scene = place.querySelector(".spot-scene");
  const boxes = [...place.querySelectorAll("input[type=checkbox]")];
  const said = document.createElement("p");
  said.className = "spot-said";
  said.setAttribute("role", "status");
  const hint = document.createElement("p");
  hint.className = "spot-tap";
  hint.textContent = words.tap;
  scene.before(hint);
  scene.after(said, listButton(place, words.list));
  place.classList.add("is-live");

  // The rectangles are hit by number: a keyboard never needs them, so they are no buttons.
  scene.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-place]");
    if (mark) boxes[mark.dataset.place - 1].click();
    else say(words.nothing);
  });
  place.addEventListener("change", ({ target }) => {
    const text = target.closest("label").querySelector(".option-text").textContent.trim();
    say(`${target.checked ? words.marked : words.unmarked}: ${target.dataset.number}. ${text}`);
  });

  function say(text) {
    said.textContent = text;
  }
}

function listButton(place, text) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "text-button spot-list";
  button.textContent = text;
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", () => {
    const all = place.classList.toggle("shows-all");
    button.setAttribute("aria-pressed", String(all));
  });
  return button;
}
