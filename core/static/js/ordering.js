// Items that are moved themselves: by their handles, by arrow buttons, by Alt and an arrow key. What is sent stays in
// their lists of places, which the page shows where this file does not run.
"use strict";
{
  const STEPS = { ArrowUp: -1, ArrowDown: 1 };
  const SCROLL_EDGE = 48;
  let drag = null;

  const itemsOf = (list) => [...list.querySelectorAll(".item")];
  const placeOf = (item) => itemsOf(item.parentElement).indexOf(item);
  const selectOf = (item) => item.querySelector("select");
  const textOf = (item) => item.querySelector(".text").textContent.trim();
  const listAround = (target) => target instanceof Element && target.closest(".ordering.live .items");

  const arrow = (item, sign, direction) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet arrow";
    button.dataset.step = direction === "up" ? -1 : 1;
    button.setAttribute("aria-label", `Move ${textOf(item)} ${direction}`);
    button.textContent = sign;
    return button;
  };

  const enliven = (ordering) => {
    if (ordering.classList.contains("live")) return;
    const list = ordering.querySelector(".items");
    ordering.classList.add("live");
    for (const part of ordering.querySelectorAll(".live-only")) part.hidden = false;
    for (const part of ordering.querySelectorAll(".plain-only")) part.hidden = true;
    for (const item of itemsOf(list)) {
      // A label would pass a click on to the list of places, which cannot be seen.
      item.querySelector("label").removeAttribute("for");
      item.append(arrow(item, "↑", "up"), arrow(item, "↓", "down"));
    }
    restore(list);
    showEnds(list);
  };

  // Items whose place was chosen before go there; the others fill what is left, in the order of the page.
  const restore = (list) => {
    const items = itemsOf(list);
    const places = Array(items.length).fill(null);
    for (const item of items) {
      const place = selectOf(item).selectedIndex - 1;
      if (place >= 0 && !places[place]) places[place] = item;
    }
    const rest = items.filter((item) => !places.includes(item));
    list.append(...places.map((item) => item || rest.shift()));
  };

  const showEnds = (list) => {
    const items = itemsOf(list);
    items.forEach((item, place) => {
      const [up, down] = item.querySelectorAll(".arrow");
      // Not disabled, for that would take the focus away from whoever just moved the item there.
      up.setAttribute("aria-disabled", place === 0);
      down.setAttribute("aria-disabled", place === items.length - 1);
    });
  };

  const setPlaces = (list) => {
    itemsOf(list).forEach((item, place) => { selectOf(item).selectedIndex = place + 1; });
  };

  const settle = (item) => {
    const list = item.parentElement;
    setPlaces(list);
    showEnds(list);
    list.closest(".ordering").querySelector(".moved").textContent =
      `${textOf(item)}, place ${placeOf(item) + 1} of ${itemsOf(list).length}`;
    selectOf(item).dispatchEvent(new Event("change", { bubbles: true }));
  };

  // The neighbour moves, not the item: so the item keeps the focus and the pointer.
  const step = (item, by) => {
    const neighbour = by < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbour) return false;
    if (by < 0) item.after(neighbour); else item.before(neighbour);
    return true;
  };

  const middle = (item) => {
    const { top, height } = item.getBoundingClientRect();
    return top + height / 2;
  };

  const follow = (item, y) => {
    while (item.previousElementSibling && y < middle(item.previousElementSibling)) step(item, -1);
    while (item.nextElementSibling && y > middle(item.nextElementSibling)) step(item, 1);
  };

  const drop = () => {
    const { item, from } = drag;
    drag = null;
    item.classList.remove("dragged");
    if (placeOf(item) !== from) settle(item);
  };

  document.addEventListener("click", ({ target }) => {
    const button = listAround(target) && target.closest(".arrow");
    const item = button && button.closest(".item");
    if (item && step(item, Number(button.dataset.step))) settle(item);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !STEPS[event.key] || !listAround(event.target)) return;
    const item = event.target.closest(".item");
    event.preventDefault();
    if (step(item, STEPS[event.key])) settle(item);
  });

  document.addEventListener("pointerdown", (event) => {
    const list = listAround(event.target);
    if (!list || drag || event.button !== 0 || !event.target.closest(".handle")) return;
    const item = event.target.closest(".item");
    event.preventDefault();
    list.setPointerCapture(event.pointerId);
    item.classList.add("dragged");
    drag = { item, from: placeOf(item), pointer: event.pointerId };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    follow(drag.item, event.clientY);
    if (event.clientY < SCROLL_EDGE) scrollBy(0, -SCROLL_EDGE / 4);
    if (event.clientY > innerHeight - SCROLL_EDGE) scrollBy(0, SCROLL_EDGE / 4);
  });

  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, (event) => { if (drag && event.pointerId === drag.pointer) drop(); });

  const isTouched = (list) => itemsOf(list).some((item) => selectOf(item).selectedIndex > 0);

  // Who checks without moving anything means the order shown; but where one may answer in the head, that is no answer.
  // Before htmx gathers what is sent.
  document.addEventListener("submit", ({ target }) => {
    for (const list of target.querySelectorAll(".ordering.live .items"))
      if (isTouched(list) || !target.matches("[data-in-the-head]")) setPlaces(list);
  }, true);

  const enlivenIn = (part) => {
    if (part.matches?.(".ordering")) enliven(part);
    part.querySelectorAll(".ordering").forEach(enliven);
  };
  document.addEventListener("htmx:load", ({ target }) => enlivenIn(target));
  enlivenIn(document);
}
