// Small manners every page shares: messages can be closed, menus close when one turns away, and a request that
// fails behind the scenes says so instead of leaving the page as it was.
(function () {
  "use strict";

  const SENTENCES = {
    0: "The portal cannot be reached. Check the connection; what you see may be out of date.",
    403: "You are not allowed to see this, or the page has waited too long. Reload it and try again.",
    404: "There is nothing here any more. Reload the page.",
    429: "Too many requests in a short time. Wait a minute, then try again.",
    503: "The access ledger cannot be written right now, so nothing is shown. Try again in a minute.",
  };
  const FALLBACK = "The portal could not do this. Nothing was changed. Try again, and tell the administrator if it stays.";

  function say(text) {
    const pattern = document.getElementById("toast-pattern");
    const toasts = document.getElementById("toasts");
    if (!pattern || !toasts) {
      return;
    }
    for (const shown of toasts.querySelectorAll(".toast__text")) {
      if (shown.textContent === text) {
        return;
      }
    }
    const toast = pattern.content.firstElementChild.cloneNode(true);
    toast.querySelector(".toast__text").textContent = text;
    toasts.append(toast);
  }

  document.addEventListener("click", function (event) {
    const close = event.target.closest(".toast__close");
    if (close) {
      close.closest(".toast").remove();
      return;
    }
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(event.target)) {
        menu.open = false;
      }
    }
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });

  // On a narrow screen filters would push what they found out of sight.
  const narrow = window.matchMedia("(max-width: 59.99rem)");

  function fold() {
    for (const filters of document.querySelectorAll("details[data-folds]")) {
      filters.open = !narrow.matches;
    }
  }

  fold();
  narrow.addEventListener("change", fold);
  document.addEventListener("htmx:afterSwap", fold);

  // A session that ended answers with the login page. Pasting that into a list would help nobody: reload, and the
  // server leads to the login and back.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const asked = new URL(event.detail.pathInfo.requestPath, location.href).pathname;
    const answer = event.detail.xhr.responseURL;
    if (answer && new URL(answer).pathname !== asked) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  document.addEventListener("htmx:responseError", function (event) {
    say(SENTENCES[event.detail.xhr.status] || FALLBACK);
  });

  document.addEventListener("htmx:sendError", function () {
    say(SENTENCES[0]);
  });
})();
