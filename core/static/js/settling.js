// Words selected in the new text fill the field of a citation. Without this file they are copied by hand.
"use strict";
{
  let selected = null;

  const partOf = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".new-text .words");

  // The words, and their place as the server reads it: p4:120, the passage and the first character.
  const selection = () => {
    const made = getSelection();
    const part = partOf(made.anchorNode);
    if (made.isCollapsed || !part || partOf(made.focusNode) !== part) return null;
    const range = made.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents(part);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    // The server counts characters, not the halves of those that take two.
    const start = [...before.toString()].length + [...words].length - [...words.trimStart()].length;
    return words.trim() && { words: words.trim(), where: `${part.closest("[data-passage]").dataset.passage}:${start}` };
  };

  const buttons = document.querySelectorAll(".use-selected");
  for (const button of buttons) button.hidden = false;

  document.addEventListener("selectionchange", () => {
    const made = selection();
    if (made) selected = made;
    for (const button of buttons) button.disabled = !selected;
  });
  for (const button of buttons) button.disabled = true;

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
