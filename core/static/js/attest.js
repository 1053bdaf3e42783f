// Keys, focus and word of what failed. Every page works without this file.
"use strict";
{
  const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
  const notice = document.getElementById("notice");

  const press = (selector) => {
    const target = document.querySelector(selector);
    if (target) target.click();
    return Boolean(target);
  };

  const choose = (number) => {
    const option = document.querySelectorAll("form.ask-form .option input")[number - 1];
    if (!option) return false;
    option.focus();
    option.click();
    return true;
  };

  const showKeys = () => {
    const keys = document.getElementById("keys");
    if (!keys) return false;
    if (keys.open) keys.close(); else keys.showModal();
    return true;
  };

  const check = (element) => {
    const form = document.querySelector("form.ask-form");
    if (!form || element.closest("a, button, summary, dialog")) return false;
    form.requestSubmit();
    return true;
  };

  const act = (event) => {
    if (event.key === "Enter") return check(event.target);
    if (/^[1-9]$/.test(event.key) && choose(Number(event.key))) return true;
    if (event.key === "?") return showKeys();
    // Space presses what has the focus, where that can be pressed: an option that is chosen already cannot.
    const pressable = "a, button, summary, input:not([type=radio]:checked), dialog";
    if (event.key === " " && event.target.closest(pressable)) return false;
    const wanted = event.key.toLowerCase();
    return /^[a-z1-9/ ]$/.test(wanted) && press(`[data-key="${wanted}"]`);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || typing(event.target)) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    if (act(event)) event.preventDefault();
  });

  // A click beside an open menu closes it.
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details.menu[open]"))
      if (!menu.contains(event.target)) menu.open = false;
  });

  const say = (sentence) => {
    notice.textContent = sentence;
    notice.hidden = false;
  };

  const whenSent = {
    0: "Not saved: the server cannot be reached. What you typed is still here; try again in a moment.",
    403: "Not saved yet: you signed in again somewhere else. What you typed is still here; send it once more.",
    404: "Not saved: what it belongs to is not there any more.",
    413: "Not saved: what you typed is too long.",
    other: "Not saved: something broke on our side. Try again in a minute.",
  };
  const whenAsked = {
    0: "The server cannot be reached, so this page stays as it was. Try again in a moment.",
    404: "That is not there any more. This page stays as it was.",
    other: "That could not be shown: something broke on our side. Try again in a minute.",
  };
  // Who only looks something up has nothing to be saved.
  const why = ({ requestConfig }, status) => {
    const reasons = requestConfig.verb === "get" ? whenAsked : whenSent;
    return reasons[status] || reasons.other;
  };

  document.addEventListener("freshtoken", ({ detail }) => {
    for (const input of document.querySelectorAll("[name=csrfmiddlewaretoken]")) input.value = detail.token;
  });

  document.addEventListener("htmx:beforeRequest", () => { notice.hidden = true; });
  // What is saved while it is written says by itself that it was not, and tries again.
  document.addEventListener("htmx:sendError", ({ detail }) => { if (!detail.elt.matches("form.saving")) say(why(detail, 0)); });
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    const { status } = detail.xhr;
    const isShown = status < 400 || status === 409 || status === 422 || (status === 403 && detail.xhr.getResponseHeader("HX-Reswap") !== "none");
    if (detail.elt.matches("form.saving") && (!status || status >= 500)) return;
    if (status && !isShown) say(why(detail, status));
  });

  // Scripts that only some questions want come with the first of them, in their order.
  const bringScripts = () => {
    for (const { dataset } of document.querySelectorAll("[data-script]"))
      for (const source of dataset.script.split(" ")) {
        if (document.querySelector(`script[src="${source}"]`)) continue;
        const script = document.createElement("script");
        script.src = source;
        script.async = false;
        document.head.append(script);
      }
  };
  document.addEventListener("htmx:load", bringScripts);
  bringScripts();

  // Where the passage opens beside the question, both are brought back into view after a long form.
  document.addEventListener("htmx:afterSettle", () => {
    const feedback = document.getElementById("feedback");
    const isBeside = matchMedia("(min-width: 62rem)").matches && feedback?.querySelector(".evidence");
    if (isBeside && feedback.getBoundingClientRect().top < 0) feedback.scrollIntoView();
  });

  // What is meant for paper.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A cited passage is brought into view with its words, wherever the page was opened from.
  const cited = document.querySelector(".line.cited mark, .line.cited");
  if (cited && !location.hash) cited.scrollIntoView({ block: "center" });
}
