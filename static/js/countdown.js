// What counts for a limited time says for how much longer, second by second. The server wrote the first text; whether
// something still counts is asked of the server, never of this clock.
(function () {
  "use strict";

  function told(left) {
    const seconds = Math.max(0, Math.floor(left / 1000));
    const minutes = Math.floor(seconds / 60);
    const rest = seconds % 60;
    return minutes > 0 ? minutes + " min " + String(rest).padStart(2, "0") + " s" : rest + " s";
  }

  // The tablet's clock may be wrong, so it only measures how long the page has been here.
  function tick() {
    for (const one of document.querySelectorAll("[data-until]")) {
      if (!one.dataset.deadline) {
        const parts = one.textContent.match(/(?:(\d+) min )?(\d+) s/);
        const seconds = parts ? Number(parts[1] || 0) * 60 + Number(parts[2]) : 0;
        one.dataset.deadline = String(performance.now() + seconds * 1000);
      }
      const left = Number(one.dataset.deadline) - performance.now();
      one.textContent = left > 0 ? told(left) : "no longer; check again";
    }
  }

  tick();
  setInterval(tick, 1000);
})();
