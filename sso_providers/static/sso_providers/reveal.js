// A revealed secret leaves the page after a while, and with it what the browser would keep of the page.
const shown = document.querySelector("[data-hide-after]");
const note = document.querySelector("[data-hidden-note]");
const hide = () => {
  for (const field of shown.querySelectorAll("input, textarea")) field.value = "";
  shown.remove();
  note.hidden = false;
};
shown.querySelector("[data-with-script]").hidden = false;
setTimeout(hide, Number(shown.dataset.hideAfter) * 1000);
addEventListener("pagehide", hide);
