/* The curators' desk. Letters press what carries data-key (wardbook.js); here: Enter, chips, ticked rows. */
"use strict";

document.addEventListener("keydown", (event) => {
  // Enter on the page itself decides as suggested; in a field or on a link it does what it always does
  if (event.key !== "Enter" || event.target !== document.body) return;
  document.querySelector("#decision .btn-primary")?.click();
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.submit();
  const name = event.target.dataset.tick;
  if (!name) return;
  for (const box of event.target.form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) box.checked = event.target.checked;
});
