// What students will see, beside the form and kept up with it while it is written. Without this file a button shows it.
"use strict";
{
  const PAUSE = 400;
  const form = document.getElementById("question_form");
  const preview = document.getElementById("preview");
  const told = document.getElementById("preview-told");
  let waiting, asked;

  // Scripts that a kind's own template wants, once each and in order.
  const bringScripts = () => {
    for (const { dataset } of preview.querySelectorAll("[data-script]"))
      for (const source of dataset.script.split(" ")) {
        if (document.querySelector(`script[src="${source}"]`)) continue;
        const script = document.createElement("script");
        script.src = source;
        script.async = false;
        document.head.append(script);
      }
    preview.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
  };

  const show = (part) => {
    const wasOpen = preview.querySelector("details.after-answer")?.open;
    const focused = preview.contains(document.activeElement);
    preview.innerHTML = part;
    if (wasOpen !== undefined) preview.querySelector("details.after-answer").open = wasOpen;
    if (focused) preview.querySelector("button, input")?.focus();
    const words = preview.querySelector("[data-told]")?.dataset.told || "";
    if (told.textContent !== words) told.textContent = words;
    bringScripts();
  };

  const refresh = async (button) => {
    clearTimeout(waiting);
    asked?.abort();
    asked = new AbortController();
    const fields = new FormData(form);
    if (button) fields.set(button.name, button.value);
    if (button?.value === "show") fields.delete("given");
    preview.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(form.dataset.preview, { method: "POST", body: fields, signal: asked.signal, redirect: "error" });
      if (answer.ok) show(await answer.text());
      preview.classList.toggle("old", !answer.ok);
    } catch (error) {
      if (error.name === "AbortError") return;
      preview.classList.add("old");
    }
    preview.removeAttribute("aria-busy");
  };

  const soon = ({ target }) => {
    if (preview.contains(target) || target.id === "source" || target.type === "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(refresh, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#preview button[name=_preview]");
    if (!button) return;
    event.preventDefault();
    refresh(button);
  });
  // Enter in an answer that is tried checks it, and does not save the question.
  preview.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input")) return;
    event.preventDefault();
    preview.querySelector("button[value=check]")?.click();
  });

  for (const part of document.querySelectorAll(".plain-only")) part.hidden = true;
  for (const part of document.querySelectorAll(".with-script, .find-in-source")) part.hidden = false;
  bringScripts();

  // Preview and source take turns; an arrow key changes over.
  const bar = document.querySelector(".tabs");
  const tabs = [...bar.querySelectorAll("button")];
  const open = (tab) => {
    for (const one of tabs) {
      const panel = document.getElementById(one.getAttribute("aria-controls"));
      one.setAttribute("aria-selected", one === tab);
      one.tabIndex = one === tab ? 0 : -1;
      panel.hidden = one !== tab;
    }
  };
  bar.hidden = false;
  const list = document.createElement("div");
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", "Beside the form");
  bar.prepend(list);
  list.append(...tabs);
  for (const tab of tabs) {
    const panel = document.getElementById(tab.getAttribute("aria-controls"));
    tab.setAttribute("role", "tab");
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    panel.querySelector(".panel-name").hidden = true;
    panel.tabIndex = 0;
    tab.addEventListener("click", () => open(tab));
  }
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    const other = tabs[1 - tabs.indexOf(event.target)];
    if (!other) return;
    event.preventDefault();
    open(other);
    other.focus();
  });
  open(tabs.find((tab) => tab.dataset.opens === "yes"));

  // A second click while the first is being saved sends nothing.
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    isSent = true;
  });
  addEventListener("pageshow", () => { isSent = false; });

  document.querySelector(".faults")?.focus();
}
