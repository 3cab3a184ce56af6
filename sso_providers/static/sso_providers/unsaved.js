// Leaving a form with changes that are not saved asks first. The mark stands in the form; it says whether what the form
// shows at first was typed already.
const mark = document.querySelector("[data-unsaved]");
const form = mark?.closest("form");
const content = () => new URLSearchParams(new FormData(form)).toString();

if (form) {
  const before = mark.dataset.unsaved === "typed" ? null : content();
  let saving = false;
  form.addEventListener("submit", () => { saving = true; });
  // Back from the next page, the form may be there as it was left.
  addEventListener("pageshow", () => { saving = false; });
  addEventListener("beforeunload", (event) => {
    if (!saving && content() !== before) event.preventDefault();
  });
}
