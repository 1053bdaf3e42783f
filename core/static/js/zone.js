// Offers the time zone of the browser, where the student's day turns by another.
"use strict";
{
  const offer = document.querySelector(".zone-offer");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (offer && here && here !== offer.dataset.zone) {
    offer.querySelector("strong").textContent = here.replaceAll("_", " ");
    offer.querySelector(".here").value = here;
    offer.hidden = false;
  }
}
