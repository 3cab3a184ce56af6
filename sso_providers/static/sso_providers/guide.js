// The guide beside a registration's form: ticks are saved at once, and the field in focus is explained.
const steps = document.querySelector("[data-steps]");
if (steps) {
  const says = steps.querySelector("output");
  steps.querySelector("[data-without-script]").hidden = true;
  steps.addEventListener("change", async ({ target }) => {
    const headers = { Accept: "application/json" };
    try {
      const answer = await fetch(steps.action, { method: "POST", body: new FormData(steps), headers, redirect: "error" });
      if (!answer.ok) throw new Error(answer.statusText);
      says.textContent = steps.dataset.saved;
    } catch {
      target.checked = !target.checked;
      says.textContent = steps.dataset.failed;
    }
  });
}

const shown = document.querySelector("[data-note-shown]");
const notes = new Map([...document.querySelectorAll("[data-note]")].map((note) => [note.dataset.note, note]));
addEventListener("focusin", ({ target }) => {
  const note = notes.get(target.id);
  if (!note) return;
  shown.replaceChildren(...[...note.children].map((child) => child.cloneNode(true)));
  shown.hidden = false;
});
