// Steps from claim to claim in an article.  Without this script the Tab key does it.
"use strict";
const passages = [...document.querySelectorAll(".text .q")];
const keys = document.getElementById("keys");
const step = (by) => {
  const now = passages.indexOf(document.activeElement.closest(".q"));
  const next = now < 0 ? (by > 0 ? 0 : passages.length - 1) : Math.min(Math.max(now + by, 0), passages.length - 1);
  passages[next].focus();
  passages[next].scrollIntoView({ block: "center" });
  document.getElementById("where").textContent = `${next + 1} of ${passages.length}`;
};
if (passages.length && keys) {
  document.getElementById("stepper").hidden = false;
  document.getElementById("on").addEventListener("click", () => step(1));
  document.getElementById("back").addEventListener("click", () => step(-1));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox]), select, textarea");
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping || !keys.checked) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "Enter" && event.target.matches(".q")) {
      const claim = document.querySelector(`[data-passage="${event.target.id}"]`);
      if (claim) location.assign(claim.dataset.figure);
    }
  });
}
