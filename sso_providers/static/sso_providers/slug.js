// A new row's slug follows its name until somebody types a slug.
const { fields } = document.querySelector("#prepopulated").dataset;

const slugOf = (text, longest) => text
  .normalize("NFKD")
  .replace(/[\u0300-\u036f]/g, "")
  .toLowerCase()
  .replace(/[^a-z0-9]+/g, "-")
  .slice(0, longest)
  .replace(/^-+|-+$/g, "");

for (const { id, dependency_ids: [source], maxLength } of JSON.parse(fields)) {
  const slug = document.querySelector(id);
  const name = document.querySelector(source);
  let typed = slug.value !== "";
  slug.addEventListener("input", () => { typed = slug.value !== ""; });
  const follow = () => { if (!typed) slug.value = slugOf(name.value, maxLength); };
  name.addEventListener("input", follow);
  follow(); // for what was typed before this ran
}
