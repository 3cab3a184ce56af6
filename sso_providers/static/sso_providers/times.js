// Times in the reader's own zone and language, with UTC on hover. Without this they stand there in UTC, which they say.
const language = document.documentElement.lang || undefined;
const moments = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
const days = new Intl.DateTimeFormat(language, { dateStyle: "medium" });

const inUtc = (at) => `${at.toISOString().slice(0, 16).replace("T", " ")} UTC`;

function show(time) {
  const at = new Date(time.dateTime);
  // A date alone is the same day everywhere.
  if (!time.dateTime.includes("T") || Number.isNaN(at.getTime())) return;
  const how = time.dataset.show;
  if (how === "ago") {
    time.title = `${moments.format(at)} · ${inUtc(at)}`;
    return;
  }
  time.textContent = (how === "day" ? days : moments).format(at);
  time.title = inUtc(at);
}

for (const time of document.querySelectorAll("time[datetime]")) show(time);
