// Words that are selected on a page, and their place as the server counts it. What other scripts share.
"use strict";
const selectedWords = {
  // The server counts characters, not the halves of those that take two.
  length: (text) => [...text].length,

  // What a range holds of an element, if more than blanks; a range that only ends where it begins holds nothing.
  within(range, part) {
    if (!range.intersectsNode(part)) return null;
    const words = document.createRange();
    words.selectNodeContents(part);
    if (range.compareBoundaryPoints(Range.START_TO_START, words) > 0) words.setStart(range.startContainer, range.startOffset);
    if (range.compareBoundaryPoints(Range.END_TO_END, words) < 0) words.setEnd(range.endContainer, range.endOffset);
    return words.toString().trim() ? words : null;
  },

  // The parts of the page that hold words of the selection, each with its words; none where nothing is selected.
  parts(selector) {
    const made = getSelection();
    if (made.isCollapsed || !made.rangeCount) return [];
    const range = made.getRangeAt(0);
    return [...document.querySelectorAll(selector)]
      .map((part) => ({ part, words: selectedWords.within(range, part) }))
      .filter(({ words }) => words);
  },

  // The first and the last character of the words within a part, blanks around them left out.
  place(part, words) {
    const before = document.createRange();
    before.selectNodeContents(part);
    before.setEnd(words.startContainer, words.startOffset);
    const text = words.toString();
    const { length } = selectedWords;
    const start = length(before.toString()) + length(text) - length(text.trimStart());
    return { start, end: start + length(text.trim()), text: text.trim() };
  },
};
