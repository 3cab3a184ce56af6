// "/" moves to the page's filter or search, unless somebody is typing.
const BOX = "[data-filter-box] input, #searchbar, input[type=search]";
const TYPES = /^(input|textarea|select)$/i;

document.addEventListener("keydown", (event) => {
  const { activeElement: active } = document;
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (TYPES.test(active.tagName) || active.isContentEditable) return;
  const box = [...document.querySelectorAll(BOX)].find((each) => each.checkVisibility());
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
