// Forms whose answer takes a while: they say so, and are sent once. Without this the browser shows that it waits.
for (const form of document.querySelectorAll("form[data-waiting]")) {
  const output = form.querySelector("output");
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "true";
    output.textContent = form.dataset.waiting;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
  // Who comes back from the next page may send it again.
  addEventListener("pageshow", () => {
    delete form.dataset.sent;
    output.textContent = "";
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  });
}
