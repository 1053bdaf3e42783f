// Words selected in the new text fill the field of a citation. Without this file they are copied by hand.
"use strict";
{
  let selected = null;

  // What a range holds of an element; a range that only ends where it begins holds nothing.
  const within = (range, part) => {
    const words = document.createRange();
    words.selectNodeContents(part);
    if (range.compareBoundaryPoints(Range.START_TO_START, words) > 0) words.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, words) < 0) words.setEnd(range.endContainer, range.endOffset);
    return words;
  };

  // The words, and their place as the server reads it: p4:120, the passage and the first character.
  const placed = (range, part) => {
    const words = within(range, part);
    const before = document.createRange();
    before.selectNodeContents(part);
    before.setEnd(words.startContainer, words.startOffset);
    const text = words.toString();
    // The server counts characters, not the halves of those that take two.
    const start = [...before.toString()].length + [...text].length - [...text.trimStart()].length;
    return { words: text.trim(), where: `${part.closest("[data-passage]").dataset.passage}:${start}` };
  };

  // Words of one passage of the new text; null for words of several, nothing for a selection elsewhere.
  const selection = () => {
    const made = getSelection();
    if (made.isCollapsed) return undefined;
    const range = made.getRangeAt(0);
    const parts = [...document.querySelectorAll(".new-text .words")].filter(
      (part) => range.intersectsNode(part) && within(range, part).toString().trim(),
    );
    if (!parts.length) return undefined;
    return parts.length === 1 ? placed(range, parts[0]) : null;
  };

  const buttons = document.querySelectorAll(".use-selected");

  const offer = () => {
    const made = selection();
    if (made !== undefined) selected = made;
    for (const button of buttons) button.disabled = !selected;
  };

  for (const button of buttons) button.hidden = false;
  document.addEventListener("selectionchange", offer);
  offer();

  // A button takes the focus, and some browsers the selection with it.
  document.addEventListener("pointerdown", (event) => {
    if (event.target.closest?.(".use-selected")) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".use-selected");
    if (!button || !selected) return;
    const words = document.getElementById(button.dataset.words);
    words.value = selected.words;
    document.getElementById(button.dataset.where).value = selected.where;
    // Whoever chooses words wants them cited.
    button.closest(".case").querySelector("input[value=move]").checked = true;
    words.focus();
  });

  // Words that are changed by hand stand where they are found.
  document.addEventListener("input", (event) => {
    const other = event.target.closest?.(".other");
    if (other && event.target.matches("textarea")) other.querySelector("input[type=hidden]").value = "";
  });
}
