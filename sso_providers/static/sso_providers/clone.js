// Says beside each value, while it is typed, whether it is still the one of the original.
for (const input of document.querySelectorAll("[data-here]")) {
  const badges = input.closest(".there").querySelectorAll("[data-state]");
  input.addEventListener("input", () => {
    const there = input.type === "checkbox" ? (input.checked ? "on" : "") : input.value.trim();
    const here = input.dataset.here;
    const state = there === here ? "same" : there || !here ? "differs" : "empty";
    for (const badge of badges) badge.hidden = badge.dataset.state !== state;
  });
}
