// Words selected in the new text fill the field of a citation. Without this file they are copied by hand.
"use strict";
{
  let selected = null;

  // Words of one passage of the new text, with their place as the server reads it: p4:120, the passage and the first
  // character. Null for words of several, nothing for a selection elsewhere.
  const selection = () => {
    const found = selectedWords.parts(".new-text .words");
    if (!found.length) return undefined;
    if (found.length > 1) return null;
    const [{ part, words }] = found;
    const { start, text } = selectedWords.place(part, words);
    return { words: text, where: `${part.closest("[data-passage]").dataset.passage}:${start}` };
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
