// Keeps the count of ticked people true without a round trip. Everything else is a plain form.
for (const picker of document.querySelectorAll("[data-picker]")) {
  const counts = picker.form.querySelectorAll("[data-picker-count]");
  const boxes = () => [...picker.querySelectorAll("input[name=person]")];
  const show = () => {
    const count = boxes().filter((box) => box.checked).length;
    for (const shown of counts) {
      const { none, one, many } = shown.dataset;
      const number = count.toLocaleString(document.documentElement.lang);
      const text = count === 0 ? none : count === 1 ? one : many.replace("{count}", number);
      shown.querySelector("strong").textContent = text;
    }
  };
  picker.addEventListener("change", show);
  const tickAll = (button, checked) => {
    picker.querySelector(button)?.addEventListener("click", (event) => {
      event.preventDefault();
      for (const box of boxes()) box.checked = checked;
      show();
    });
  };
  tickAll("[data-picker-all]", true);
  tickAll("[data-picker-none]", false);
  // The browser may bring back ticks of before when somebody goes back to the page.
  window.addEventListener("pageshow", show);
}
