// The desk's search fields stand in for a select, but do not take its name over.
"use strict";
{
  const nameThem = () => {
    for (const select of document.querySelectorAll("select.admin-autocomplete")) {
      const name = select.getAttribute("aria-label") || select.labels[0]?.textContent.trim();
      const parts = select.parentElement.querySelectorAll(".select2-selection, .select2-selection__rendered");
      for (const part of parts) {
        part.removeAttribute("aria-labelledby");
        part.setAttribute("aria-label", name);
      }
    }
  };
  // Django makes the fields when the page is ready and when a row is added, both a moment later than it is told.
  const soon = () => setTimeout(nameThem);

  addEventListener("load", soon);
  document.addEventListener("formset:added", soon);
}
