// Words selected in a passage: what can be done with the passage is done with those words. Without this file each
// link is about its whole passage.
"use strict";
{
  let chosen = null;

  // What of the selection stands in a passage's words, if more than blanks.
  const within = (range, words) => {
    if (!range.intersectsNode(words)) return null;
    const whole = document.createRange();
    whole.selectNodeContents(words);
    const part = range.cloneRange();
    if (part.compareBoundaryPoints(Range.START_TO_START, whole) < 0) part.setStart(whole.startContainer, whole.startOffset);
    if (part.compareBoundaryPoints(Range.END_TO_END, whole) > 0) part.setEnd(whole.endContainer, whole.endOffset);
    return part.toString().trim() && part;
  };

  // The server counts characters, not the halves of those that take two.
  const length = (text) => [...text].length;

  const selected = () => {
    const made = getSelection();
    if (made.isCollapsed || !made.rangeCount) return null;
    const range = made.getRangeAt(0);
    const found = [];
    for (const words of document.querySelectorAll(".line .words")) {
      const part = within(range, words);
      if (part) found.push({ line: words.closest(".line"), words, part });
      if (found.length > 1) return null;
    }
    return found[0] || null;
  };

  const place = ({ words, part }) => {
    const before = document.createRange();
    before.selectNodeContents(words);
    before.setEnd(part.startContainer, part.startOffset);
    const text = part.toString();
    const start = length(before.toString()) + length(text) - length(text.trimStart());
    return { start, end: start + length(text.trim()) };
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
  const bringBeside = (actions, { line, part }) => {
    const last = [...part.getClientRects()].at(-1);
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
    const search = place(made);
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
