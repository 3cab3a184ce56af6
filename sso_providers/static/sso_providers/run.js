// The page of a run under way: asks each second how far it is. Once that has ended, the page with its buttons is loaded.
const run = document.querySelector("[data-run]");
const output = run.querySelector("output");
const says = run.querySelector("[data-says]");
const bar = run.querySelector("progress");
const EVERY = 1000;
// Who listens to the page is not told each second.
const SPOKEN_EVERY = 10_000;
let spoken = 0;

async function look() {
  const response = await fetch(run.dataset.run + location.search, { headers: { Accept: "application/json" } });
  if (!response.ok || response.redirected) return location.reload();
  const now = await response.json();
  if (now.phase !== run.dataset.phase) return location.reload();
  bar.max = now.total;
  bar.value = now.settled;
  says.textContent = now.says;
  if (Date.now() - spoken > SPOKEN_EVERY) {
    spoken = Date.now();
    output.textContent = now.says;
  }
  for (const tally of document.querySelectorAll("[data-count]")) tally.textContent = now.counts[tally.dataset.count];
  if (now.items.every((item) => document.getElementById(`item-${item.id}`)) && now.items.length === rows().length) {
    now.items.forEach(show);
  } else {
    await listAnew();
  }
}

const rows = () => document.querySelectorAll("[id^=item-]");

// Of one state: rows come and go. Not under the hands of who is in the list.
async function listAnew() {
  const list = document.querySelector(".items");
  if (list.contains(document.activeElement)) return;
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  list.replaceWith(page.querySelector(".items"));
}

function show({ id, css, label, says }) {
  const row = document.getElementById(`item-${id}`);
  const badge = row.querySelector(".badge");
  badge.className = `badge ${css}`;
  badge.textContent = label;
  row.querySelector(".says").textContent = says;
}

async function again() {
  try {
    if (!document.hidden) await look();
  } catch {
    // The portal did not answer: it may next time.
  }
  setTimeout(again, EVERY);
}

setTimeout(again, EVERY);
