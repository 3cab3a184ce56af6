// A link to a field opens the section that it is folded away in, and puts the cursor there.
function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let folded = target.closest("details"); folded; folded = folded.parentElement.closest("details")) folded.open = true;
  target.scrollIntoView({ block: "center" });
  if (target.matches("input, select, textarea")) target.focus({ preventScroll: true });
}
addEventListener("hashchange", unfold);
unfold();
