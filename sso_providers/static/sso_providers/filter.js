// The filter box over the provider cards; keys.js moves to it.
const box = document.querySelector("[data-filter-box]");
const input = box.querySelector("input");
const cards = [...document.querySelectorAll(input.dataset.filter)];
box.hidden = false;
input.addEventListener("input", () => {
  const wanted = input.value.trim().toLowerCase();
  for (const card of cards) card.hidden = !card.textContent.toLowerCase().includes(wanted);
});
