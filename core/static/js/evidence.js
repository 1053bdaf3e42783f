// Select evidence by dragging over words, move by arrow keys, and tell how much is selected.
// The checkboxes do without this file.
"use strict";
{
  const BOX = ".reading input[type=checkbox]";
  const FEWEST_PIXELS = 4;

  const boxes = (reading) => [...reading.querySelectorAll("input[type=checkbox]")];

  const tick = (box, isTicked) => {
    if (box.checked === isTicked) return;
    box.checked = isTicked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // Part of the page is new, or a box was ticked: say again what is selected.
  const tell = (reading) => {
    const line = reading.closest("fieldset").querySelector(".selected");
    const count = boxes(reading).filter((box) => box.checked).length;
    const words = count ? `${count} ${reading.dataset.unit}${count > 1 ? "s" : ""} selected` : "";
    const status = line.querySelector("[role=status]");
    if (status.textContent !== words) status.textContent = words;
    line.querySelector(".clear").hidden = count === 0;
  };

  const prepare = () => {
    for (const hint of document.querySelectorAll(".how-to-select .by-drag")) hint.hidden = false;
    for (const reading of document.querySelectorAll(".ask .reading")) tell(reading);
  };

  const readingOf = (node) => (node?.nodeType === Node.ELEMENT_NODE ? node : node?.parentElement)?.closest(".reading");

  const selectDragged = () => {
    const selection = getSelection();
    const reading = readingOf(selection.anchorNode);
    if (selection.isCollapsed || !reading || readingOf(selection.focusNode) !== reading) return false;
    const range = selection.getRangeAt(0);
    const touched = boxes(reading).filter((box) => selectedWords.within(range, box.nextElementSibling));
    selection.removeAllRanges();
    for (const box of touched) tick(box, true);
    return touched.length > 0;
  };

  let pressed = null;
  let isDragged = false;

  document.addEventListener("pointerdown", (event) => {
    pressed = event.button === 0 && event.target.closest?.(".reading") ? event : null;
    isDragged = false;
  });

  document.addEventListener("pointerup", (event) => {
    if (!pressed) return;
    const way = Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY);
    isDragged = way >= FEWEST_PIXELS && selectDragged();
    pressed = null;
  });

  // The click that ends a drag is not a click on the label, which would untick what was just ticked.
  document.addEventListener("click", (event) => {
    if (isDragged && event.detail) event.preventDefault();
    isDragged = false;
    const clear = event.target.closest?.(".selected .clear");
    if (!clear) return;
    const ticked = boxes(clear.closest("fieldset")).filter((box) => box.checked);
    for (const box of ticked) tick(box, false);
    ticked[0]?.focus();
  });

  document.addEventListener("keydown", (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !event.target.matches(BOX)) return;
    event.preventDefault();
    const all = boxes(event.target.closest(".reading"));
    const next = all[all.indexOf(event.target) + step];
    next?.focus({ preventScroll: true });
    next?.closest("label").scrollIntoView({ block: "nearest" });
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches(BOX)) tell(event.target.closest(".reading"));
  });

  document.addEventListener("htmx:load", prepare);
  addEventListener("pageshow", prepare);
  prepare();
}
