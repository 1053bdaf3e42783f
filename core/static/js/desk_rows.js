// Rows of a question, such as its options: added, removed and moved in place. Without this file there are empty rows
// to write in, boxes to remove them by, and numbers for their places.
"use strict";
{
  const STEPS = { ArrowUp: -1, ArrowDown: 1 };
  const SCROLL_EDGE = 48;
  let drag = null;

  const groupOf = (row) => row.closest(".rows");
  const listOf = (group) => group.querySelector(".row-list");
  const rowsOf = (group) => [...listOf(group).children];
  const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
  const isRemoved = (row) => field(row, "DELETE")?.checked === true;
  const shown = (group) => rowsOf(group).filter((row) => !isRemoved(row));
  const placeOf = (row) => shown(groupOf(row)).indexOf(row);
  const tell = (group, sentence) => { group.querySelector(".moved").textContent = sentence; };
  const changed = (row) => row.dispatchEvent(new Event("change", { bubbles: true }));

  const firstField = (row) => row.querySelector("textarea, select");

  // What a row is called when it is moved: what stands in it.
  const nameOf = (row) => {
    const [first] = [...row.querySelectorAll("textarea, input[type=text]")].filter((one) => one.value && !one.name.endsWith("-position"));
    return first ? first.value.slice(0, 40) : "the empty row";
  };

  // Each field is named by its column and the place its row has now.
  const nameFields = (group) => {
    rowsOf(group).forEach((row, place) => {
      for (const one of row.querySelectorAll("[aria-label]"))
        one.setAttribute("aria-label", one.getAttribute("aria-label").replace(/, (new row|row \d+)$/, `, row ${place + 1}`));
    });
    shown(group).forEach((row, place, all) => {
      const [up, down, remove] = row.querySelectorAll(".row-buttons button");
      up.setAttribute("aria-label", `Move row ${place + 1} up`);
      down.setAttribute("aria-label", `Move row ${place + 1} down`);
      remove.setAttribute("aria-label", `Remove row ${place + 1}`);
      // Not disabled, for that would take the focus away from whoever just moved the row there.
      up.setAttribute("aria-disabled", place === 0);
      down.setAttribute("aria-disabled", place === all.length - 1);
    });
  };

  const setPlaces = (group) => {
    rowsOf(group).forEach((row, place) => { field(row, "position").value = place + 1; });
    nameFields(group);
  };

  const settle = (row) => {
    const group = groupOf(row);
    setPlaces(group);
    tell(group, `${nameOf(row)}, place ${placeOf(row) + 1} of ${shown(group).length}`);
    changed(row);
  };

  // The neighbour moves, not the row: so the row keeps the focus and the pointer.
  const step = (row, by) => {
    const all = shown(groupOf(row));
    const neighbour = all[all.indexOf(row) + by];
    if (!neighbour) return false;
    if (by < 0) row.after(neighbour); else row.before(neighbour);
    return true;
  };

  const mark = (row) => {
    const removed = isRemoved(row);
    row.classList.toggle("removed", removed);
    row.querySelector(".cells").hidden = removed;
    row.querySelector(".row-buttons").hidden = removed;
    row.querySelector(".removed-told").hidden = !removed;
  };

  const remove = (row, isGone) => {
    const group = groupOf(row);
    field(row, "DELETE").checked = isGone;
    mark(row);
    nameFields(group);
    tell(group, isGone ? `Removed: ${nameOf(row)}` : `Put back: ${nameOf(row)}`);
    (isGone ? row.querySelector(".put-back") : firstField(row))?.focus();
    changed(row);
  };

  const enliven = (row) => {
    row.classList.add("is-live");
    row.querySelector(".grip").hidden = false;
    mark(row);
  };

  const add = (group) => {
    const total = group.querySelector("[name$=-TOTAL_FORMS]");
    const holder = document.createElement("ol");
    holder.innerHTML = group.querySelector("template").innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    total.value = Number(total.value) + 1;
    listOf(group).append(row);
    enliven(row);
    nameFields(group);
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: group.dataset.prefix } }));
    return row;
  };

  const act = {
    "add-row": ({ group }) => firstField(add(group))?.focus(),
    up: ({ row }) => step(row, -1) && settle(row),
    down: ({ row }) => step(row, 1) && settle(row),
    remove: ({ row }) => remove(row, true),
    "put-back": ({ row }) => remove(row, false),
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.(".rows button");
    if (!button) return;
    const row = button.closest(".row-card");
    act[button.className]?.({ row, group: button.closest(".rows") });
  });

  document.addEventListener("keydown", (event) => {
    const row = event.altKey && STEPS[event.key] && event.target.closest?.(".row-card.is-live");
    if (!row) return;
    event.preventDefault();
    if (step(row, STEPS[event.key])) settle(row);
  });

  const middle = (row) => {
    const { top, height } = row.getBoundingClientRect();
    return top + height / 2;
  };

  const follow = (row, y) => {
    while (row.previousElementSibling && y < middle(row.previousElementSibling)) row.after(row.previousElementSibling);
    while (row.nextElementSibling && y > middle(row.nextElementSibling)) row.before(row.nextElementSibling);
  };

  document.addEventListener("pointerdown", (event) => {
    const row = event.button === 0 && !drag && event.target.closest?.(".row-card.is-live .grip")?.closest(".row-card");
    if (!row) return;
    event.preventDefault();
    row.parentElement.setPointerCapture(event.pointerId);
    row.classList.add("dragged");
    drag = { row, from: placeOf(row), pointer: event.pointerId };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag || event.pointerId !== drag.pointer) return;
    follow(drag.row, event.clientY);
    if (event.clientY < SCROLL_EDGE) scrollBy(0, -SCROLL_EDGE / 4);
    if (event.clientY > innerHeight - SCROLL_EDGE) scrollBy(0, SCROLL_EDGE / 4);
  });

  for (const end of ["pointerup", "pointercancel"])
    document.addEventListener(end, (event) => {
      if (!drag || event.pointerId !== drag.pointer) return;
      const { row, from } = drag;
      drag = null;
      row.classList.remove("dragged");
      if (placeOf(row) !== from) settle(row);
    });

  for (const group of document.querySelectorAll(".rows")) {
    for (const tools of group.querySelectorAll(".row-tools")) tools.hidden = false;
    for (const row of rowsOf(group)) enliven(row);
    nameFields(group);
  }

  // For desk_citing.js, which writes citations.
  window.deskRows = { add, remove, rowsOf, isRemoved, field };
}
