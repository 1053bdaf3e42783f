// Words selected in a passage: what can be done with the passage is done with those words. Without this file each
// link is about its whole passage.
"use strict";
{
  let chosen = null;

  const selected = () => {
    const [found, another] = selectedWords.parts(".line .words");
    return found && !another ? { ...found, line: found.part.closest(".line") } : null;
  };

  const name = (link, label, search) => {
    const address = new URL(link.href);
    for (const key of ["start", "end"]) {
      if (search) address.searchParams.set(key, search[key]);
      else address.searchParams.delete(key);
    }
    link.href = address.pathname + address.search;
    link.querySelector(".what").textContent = label;
  };

  const reset = () => {
    if (!chosen) return;
    chosen.classList.remove("on-words");
    for (const link of chosen.querySelectorAll("a")) name(link, link.dataset.label, null);
    chosen = null;
  };

  // Below the last line of the selected words, and within the passage.
  const bringBeside = (actions, { line, words }) => {
    const last = [...words.getClientRects()].at(-1);
    const frame = line.getBoundingClientRect();
    const left = Math.min(last.left - frame.left, frame.width - actions.offsetWidth);
    actions.style.top = `${last.bottom - frame.top + 6}px`;
    actions.style.left = `${Math.max(0, left)}px`;
  };

  const follow = () => {
    const made = selected();
    const actions = made && made.line.querySelector(".actions");
    // Whoever goes on to the link by keyboard still means the words.
    if (!actions && chosen?.contains(document.activeElement)) return;
    if (actions !== chosen) reset();
    if (!actions) return;
    chosen = actions;
    const search = selectedWords.place(made.part, made.words);
    for (const link of actions.querySelectorAll("a")) {
      link.dataset.label ||= link.querySelector(".what").textContent;
      name(link, link.dataset.forWords, search);
    }
    actions.classList.add("on-words");
    bringBeside(actions, made);
  };

  let waiting = 0;
  const soon = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(follow);
  };
  document.addEventListener("selectionchange", soon);
  addEventListener("resize", soon);

  // Pressing the link must not take the selection away before it is followed.
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest?.(".actions.on-words")) event.preventDefault();
  });
  document.addEventListener("mousedown", (event) => {
    if (event.target.closest?.(".actions.on-words")) event.preventDefault();
  });
}
