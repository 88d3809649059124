
"use strict";
// Filters the table by text, type, status and year. It only hides and shows what the page
// already holds and sets textContent; without it every event is shown.
(() => {
  const find = (id) => document.getElementById(id);
  const rows = Array.from(document.querySelectorAll("tr[data-t]"));
  if (!rows.length) return;
  const text = find("f-text");
  const selects = { type: find("f-type"), status: find("f-status"), year: find("f-year") };
  const shown = find("f-shown");
  const clear = find("f-clear");
  const message = JSON.parse(find("messages").textContent).shown;
  const months = Array.from(document.querySelectorAll(".month"), (part) => ({
    part, rows: Array.from(part.querySelectorAll("tr[data-t]")),
  }));
  const years = Array.from(document.querySelectorAll(".year"), (part) => ({
    part, months: months.filter((month) => part.contains(month.part)),
  }));

  // Letters that readers type one for another, by what they are compared as.
  const alike = {
    "\u0649": "\u06cc", "\u064a": "\u06cc", "\u0643": "\u06a9", "\u0629": "\u0647",
    "\u06d5": "\u0647", "\u06be": "\u0647", "\u0671": "\u0627", "\u0640": "", "\u200c": "",
    "\u0131": "i", "\u00f8": "o", "\u0142": "l", "\u00df": "ss", "\u2019": "'", "\u2018": "'",
  };
  const fold = (value) => value.normalize("NFKD").toLowerCase().replace(/\p{M}+/gu, "")
    .replace(/[\u0649\u064a\u0643\u0629\u06d5\u06be\u0671\u0640\u200c\u0131\u00f8\u0142\u00df\u2019\u2018]/g,
      (letter) => alike[letter])
    .replace(/\s+/g, " ").trim();

  let folded = null;
  const texts = () => (folded ??= rows.map((row) => fold(row.textContent)));

  const apply = () => {
    const words = fold(text.value).split(" ").filter(Boolean);
    const type = selects.type.value;
    const status = selects.status.value;
    const year = selects.year.value === "" ? null : Number(selects.year.value);
    const hay = words.length ? texts() : null;
    let count = 0;
    rows.forEach((row, i) => {
      const data = row.dataset;
      const fits = (type === "" || data.t === type) && (status === "" || data.s === status)
        && (year === null || (Number(data.y) <= year && year <= Number(data.z)))
        && (!hay || words.every((word) => hay[i].includes(word)));
      if (row.hidden === fits) row.hidden = !fits;
      if (fits) count += 1;
    });
    for (const month of months) month.part.hidden = month.rows.every((row) => row.hidden);
    for (const each of years) each.part.hidden = each.months.every((month) => month.part.hidden);
    const all = count === rows.length;
    clear.hidden = all && !text.value && Object.values(selects).every((select) => !select.value);
    find("f-none").hidden = count > 0;
    const locale = document.documentElement.lang;
    shown.textContent = message.replace("{n}", count.toLocaleString(locale))
      .replace("{total}", rows.length.toLocaleString(locale));
  };

  let timer = 0;
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(apply, rows.length > 2000 ? 200 : 40);
  });
  for (const select of Object.values(selects)) select.addEventListener("change", apply);
  clear.addEventListener("click", () => {
    text.value = "";
    for (const select of Object.values(selects)) select.value = "";
    apply();
    text.focus();
  });
  // A link to an event (from "Not on the map", or from outside) must find it, filtered or not.
  window.addEventListener("hashchange", () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.closest("[hidden]")) {
      clear.click();
      target.scrollIntoView();
    }
  });
  find("filters").hidden = false;
  apply();
})();
