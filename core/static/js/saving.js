// Answers that are saved while they are written, and the time that is left. Both go without this file: by the button,
// and by the server's clock.
"use strict";
{
  const PAUSE = 700, FIRST_RETRY = 2000, LAST_RETRY = 30000, LAST_WAIT = 4000;
  let written = 0, goesOn = false, pause, retry, wait = FIRST_RETRY;

  const form = () => document.querySelector("form.saving[hx-post]");
  const say = (sentence) => {
    const saved = document.querySelector("form.saving #saved");
    if (saved && saved.textContent !== sentence) saved.textContent = sentence;
  };

  const save = () => {
    clearTimeout(pause);
    clearTimeout(retry);
    if (form()) htmx.trigger(form(), "save");
  };

  const onWriting = ({ target }) => {
    if (!target.closest || target.closest("form.saving[hx-post]") === null) return;
    written += 1;
    say("Not saved yet …");
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  };
  document.addEventListener("input", onWriting);
  document.addEventListener("change", onWriting);

  const ours = (event) => event.target.closest?.("form.saving");
  document.addEventListener("htmx:beforeRequest", (event) => { if (ours(event)) ours(event).dataset.sent = written; });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = ours(event);
    if (!form) return;
    const { status } = event.detail.xhr;
    if (status >= 200 && status < 300) {
      wait = FIRST_RETRY;
      if (Number(form.dataset.sent) !== written) return say("Not saved yet …");
      written = 0;
      if (goesOn) form.submit();
    } else if (status === 0 || status >= 500 || event.detail.xhr.getResponseHeader("HX-Reswap") === "none") {
      say("Not saved, trying again.");
      retry = setTimeout(save, wait);
      wait = Math.min(2 * wait, LAST_RETRY);
    }
  });

  // What stands in the form goes into what takes its place: the form to sign in again, or both answers to choose from.
  // The field is left first, for taking it out while it is written in would count as writing.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { status } = detail.xhr;
    const isKept = status === 409 || (status === 403 && detail.xhr.getResponseHeader("HX-Reswap") !== "none");
    if (!isKept || !detail.requestConfig.elt.matches("form.saving")) return;
    document.activeElement.blur();
    clearTimeout(pause);
    written = 0;
    goesOn = false;
    if (status === 403) detail.target = document.getElementById("feedback");
  });

  // The button that goes on saves first, for without a connection the browser would leave the page and what stands there.
  document.addEventListener("submit", (event) => {
    const { target, submitter } = event;
    if (!target.matches("form.saving")) return;
    clearTimeout(pause);
    clearTimeout(retry);
    if (!written || submitter?.name) {
      written = 0;
      return;
    }
    event.preventDefault();
    goesOn = true;
    save();
  });
  window.addEventListener("beforeunload", (event) => { if (written) event.preventDefault(); });
  window.addEventListener("online", () => { if (written) save(); });

  // The time left, counted from what the server said when the page was made; the page's own clock is never asked.
  const words = (seconds) => {
    const minutes = Math.floor(seconds / 60);
    return minutes >= 60 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  };

  const tick = (timer, end) => {
    const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    timer.querySelector("time").textContent = words(left);
    timer.classList.toggle("short", left <= 60);
    if (left === 300 || left === 60) document.getElementById("time-told").textContent = `${left / 60} minute${left > 60 ? "s" : ""} left.`;
    return left;
  };

  // What stands is saved, if anything was written since; then the attempt is ended.
  const timeIsUp = (timer) => {
    if (!form()) written = 0;
    if (!written) return timer.submit();
    const end = () => { written = 0; timer.submit(); };
    document.addEventListener("htmx:afterRequest", () => { if (!written) end(); });
    setTimeout(end, LAST_WAIT);
    save();
  };

  const start = (timer) => {
    if (timer.dataset.runs) return;
    timer.dataset.runs = "yes";
    timer.querySelector(".quiet").textContent = "Time left";
    const end = performance.now() + 1000 * (1 + Number(timer.dataset.seconds));
    const clock = setInterval(() => {
      if (!timer.isConnected) clearInterval(clock);
      else if (tick(timer, end) === 0) {
        clearInterval(clock);
        timeIsUp(timer);
      }
    }, 1000);
    tick(timer, end);
  };
  const startTimers = () => document.querySelectorAll(".timer").forEach(start);
  document.addEventListener("DOMContentLoaded", startTimers);
  document.addEventListener("htmx:load", startTimers);
}
