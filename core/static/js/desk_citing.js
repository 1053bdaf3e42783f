// Cite words of the source beside the form: by selecting them, or by choosing the first and the last word. Without this
// file the button beside a passage cites all of it, to be shortened by hand.
"use strict";
if (document.getElementById("source-text")) {
  const text = document.getElementById("source-text");
  const form = document.getElementById("question_form");
  const { add, remove, rowsOf, isRemoved, field } = window.deskRows;
  const group = document.getElementById("draft_citations-group");
  const { length } = selectedWords;

  const lines = () => [...text.querySelectorAll(".source-line")];
  const wordsOf = (line) => line.querySelector(".words");
  const valueOf = (row, name) => field(row, name)?.value || "";
  const cited = () => rowsOf(group).filter((row) => !isRemoved(row) && valueOf(row, "passage") && valueOf(row, "quote").trim());
  const say = (sentence) => { document.getElementById("cited-told").textContent = sentence; };

  // Marks.

  // Where a citation's words stand, as start and end in characters as JavaScript counts them; the place nearest to where
  // they were selected.
  const spanOf = (row, all) => {
    const quote = valueOf(row, "quote").trim();
    const near = [...all].slice(0, Number(valueOf(row, "near") || 0)).join("").length;
    let best = null;
    for (let at = all.indexOf(quote); at !== -1; at = all.indexOf(quote, at + 1))
      if (best === null || Math.abs(at - near) < Math.abs(best - near)) best = at;
    return best === null ? null : [best, best + quote.length];
  };

  const merged = (spans) => spans.sort((one, other) => one[0] - other[0]).reduce((joined, span) => {
    const last = joined.at(-1);
    if (last && span[0] <= last[1]) last[1] = Math.max(last[1], span[1]);
    else joined.push([...span]);
    return joined;
  }, []);

  const markWords = (line, rows) => {
    const words = wordsOf(line), all = words.textContent, pieces = [];
    let done = 0;
    for (const [start, end] of merged(rows.map((row) => spanOf(row, all)).filter(Boolean))) {
      const mark = document.createElement("mark");
      mark.textContent = all.slice(start, end);
      pieces.push(all.slice(done, start), mark);
      done = end;
    }
    words.replaceChildren(...pieces, all.slice(done));
  };

  const listCited = (line, rows) => {
    const list = line.querySelector(".cited-here");
    const chips = rows.map((row) => {
      const chip = document.getElementById("cited-chip").content.firstElementChild.cloneNode(true);
      chip.querySelector(".stance").textContent = field(row, "stance").selectedOptions[0].textContent;
      const quote = valueOf(row, "quote");
      chip.querySelector("q").textContent = quote.length > 60 ? `${quote.slice(0, 60)}…` : quote;
      const button = chip.querySelector("button");
      button.setAttribute("aria-label", `Remove the citation “${quote.slice(0, 60)}”`);
      button.addEventListener("click", () => {
        remove(row, true);
        say("The citation is removed.");
        line.querySelector(".cite").focus();
      });
      return chip;
    });
    list.replaceChildren(...chips);
    list.hidden = !chips.length;
  };

  // Passages whose citations are as they were are left alone, for words may be selected there.
  const show = () => {
    for (const line of lines()) {
      const rows = cited().filter((row) => valueOf(row, "passage") === line.dataset.passage);
      const now = rows.map((row) => ["near", "quote", "stance"].map((name) => valueOf(row, name)).join("|")).join("‖");
      if (line.dataset.shown === now) continue;
      line.dataset.shown = now;
      markWords(line, rows);
      listCited(line, rows);
    }
  };

  // Choosing words.

  const bar = document.getElementById("cite-bar").content.firstElementChild.cloneNode(true);
  const [from, to] = [bar.querySelector(".from"), bar.querySelector(".to")];
  let chosen = null;

  // Each word with the characters it starts and ends at.
  const tokens = (all) => [...all.matchAll(/\S+/gu)].map((found) => {
    const start = length(all.slice(0, found.index));
    return { word: found[0], start, end: start + length(found[0]) };
  });

  const quote = () => [...chosen.all].slice(chosen.start, chosen.end).join("");
  const tellChosen = () => { bar.querySelector(".chosen-words").textContent = `“${quote()}”`; };

  const fill = (select, first, place) => {
    const options = chosen.tokens.slice(first).map(({ word }, number) => new Option(word, first + number));
    select.replaceChildren(...options);
    select.value = place;
  };

  const openBar = (line, start, end) => {
    const all = wordsOf(line).textContent;
    chosen = { line, all, tokens: tokens(all), start, end };
    const first = chosen.tokens.findIndex((one) => one.end > start);
    const last = chosen.tokens.findLastIndex((one) => one.start < end);
    fill(from, 0, first);
    fill(to, first, last);
    bar.setAttribute("aria-label", `Cite words of ${line.dataset.label}`);
    if (bar.parentElement !== line) line.append(bar);
    tellChosen();
  };

  const closeBar = () => {
    bar.remove();
    chosen = null;
  };

  from.addEventListener("change", () => {
    const first = Number(from.value), last = Math.max(first, Number(to.value));
    fill(to, first, last);
    chosen.start = chosen.tokens[first].start;
    chosen.end = chosen.tokens[last].end;
    tellChosen();
  });
  to.addEventListener("change", () => {
    chosen.end = chosen.tokens[Number(to.value)].end;
    tellChosen();
  });
  // They choose words; nothing of the question changes by them.
  for (const event of ["change", "input"]) bar.addEventListener(event, (happened) => happened.stopPropagation());

  // Whole words, as the server would make them.
  const whole = (all, start, end) => {
    const marks = [...all], isWord = (place) => /[\p{L}\p{N}]/u.test(marks[place] || " ");
    while (start > 0 && isWord(start) && isWord(start - 1)) start -= 1;
    while (end < marks.length && isWord(end - 1) && isWord(end)) end += 1;
    return [start, end];
  };

  document.addEventListener("selectionchange", () => {
    const [found, another] = selectedWords.parts("#source-text .words");
    if (!found || another) return;
    const line = found.part.closest(".source-line");
    const { start, end } = selectedWords.place(found.part, found.words);
    openBar(line, ...whole(found.part.textContent, start, end));
  });

  const freeRow = () => rowsOf(group).find((row) => !isRemoved(row) && !valueOf(row, "passage") && !valueOf(row, "quote").trim()) || add(group);

  const cite = (stance) => {
    const { line, start } = chosen, words = quote(), row = freeRow();
    const passage = field(row, "passage");
    passage.append(new Option(line.dataset.name, line.dataset.passage, true, true));
    field(row, "quote").value = words;
    field(row, "near").value = start;
    field(row, "stance").value = stance;
    const told = bar.querySelector(`[data-stance=${stance}]`).textContent;
    getSelection().removeAllRanges();
    closeBar();
    passage.dispatchEvent(new Event("change", { bubbles: true }));
    show();
    line.querySelector(".cite").focus({ preventScroll: true });
    say(`Cited, ${told.toLowerCase()}: “${words}”`);
  };

  bar.addEventListener("click", ({ target }) => {
    const { line } = chosen;
    if (target.matches(".cancel")) {
      closeBar();
      line.querySelector(".cite").focus();
    } else if (target.dataset.stance) cite(target.dataset.stance);
  });
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const { line } = chosen;
    closeBar();
    line.querySelector(".cite").focus();
  });
  // Pressing a button must not take the selection away before it is used.
  bar.addEventListener("mousedown", (event) => { if (event.target.matches("button")) event.preventDefault(); });

  text.addEventListener("click", (event) => {
    const button = event.target.closest(".cite");
    if (!button) return;
    event.preventDefault();
    const line = button.closest(".source-line");
    openBar(line, 0, length(wordsOf(line).textContent));
    from.focus();
  });

  // The text: another article, and finding words in it.

  const source = document.getElementById("source");
  source.addEventListener("change", async () => {
    const query = new URLSearchParams({ source: source.value });
    for (const row of cited()) query.append("cited", valueOf(row, "passage"));
    const answer = await fetch(`${form.dataset.source}?${query}`, { redirect: "error" });
    if (!answer.ok) return;
    closeBar();
    text.innerHTML = await answer.text();
    show();
    find();
  });

  const sought = document.getElementById("find-in-source");
  const find = () => {
    const words = sought.value.trim().toLocaleLowerCase();
    let count = 0;
    for (const line of lines()) {
      line.hidden = Boolean(words) && !wordsOf(line).textContent.toLocaleLowerCase().includes(words);
      if (!line.hidden) count += 1;
    }
    document.getElementById("found-in-source").textContent = words ? `${count} passage${count === 1 ? "" : "s"}` : "";
    text.querySelector(".nothing-found").hidden = count > 0;
  };
  sought.addEventListener("input", find);
  sought.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
}
