/* Drag a card to another lane: it presses the button of the same move, which every card has without this. */
"use strict";

let dragged = null;

function moveButton(card, lane) {
  return card && lane && card.querySelector(`button[name="lane"][value="${CSS.escape(lane.dataset.lane)}"]`);
}

document.addEventListener("DOMContentLoaded", () => {
  for (const card of document.querySelectorAll(".card-w[data-card]")) {
    card.draggable = true;
    for (const link of card.querySelectorAll("a")) link.draggable = false;
  }
});
document.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".card-w[data-card]");
  if (dragged) event.dataTransfer.effectAllowed = "move";
});
document.addEventListener("dragover", (event) => {
  const lane = event.target.closest?.(".lane");
  for (const other of document.querySelectorAll(".lane.is-target")) {
    if (other !== lane) other.classList.remove("is-target");
  }
  if (!moveButton(dragged, lane)) return;
  event.preventDefault();
  lane.classList.add("is-target");
});
document.addEventListener("dragend", () => {
  for (const lane of document.querySelectorAll(".lane.is-target")) lane.classList.remove("is-target");
  dragged = null;
});
document.addEventListener("drop", (event) => {
  const button = moveButton(dragged, event.target.closest?.(".lane"));
  if (!button) return;
  event.preventDefault();
  button.form.requestSubmit(button);
});
