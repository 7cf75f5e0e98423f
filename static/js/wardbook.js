/* Small comforts. Every page works without this file. */
"use strict";

function ready() {
  // the browser knows its time zone: fill it in where a form asks, and only where nobody chose yet
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  for (const input of document.querySelectorAll("[data-zone]")) input.value = zone;
  for (const select of document.querySelectorAll("[data-zone-guess]")) {
    if ([...select.options].some((option) => option.value === zone)) select.value = zone;
  }
  // an error summary or the first wrong field takes the focus
  document.querySelector("[data-focus], .is-invalid")?.focus();
}

function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  navigator.clipboard.writeText(source.value ?? source.innerText).then(() => {
    button.textContent = "Copied";
  });
}

document.addEventListener("DOMContentLoaded", ready);
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (button) copy(button);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
});
// a second click while the first is on its way does nothing (the server would not mind either)
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent && !event.target.hasAttribute("hx-post")) event.preventDefault();
  event.target.dataset.sent = "1";
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) for (const form of document.forms) delete form.dataset.sent;
});
