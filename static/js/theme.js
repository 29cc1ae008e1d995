// Lets the person change the theme without a page load. The server keeps the choice in a cookie and writes it on
// <html>; this script keeps a copy for the pages that are rendered without a request, such as an error page.
(function () {
  "use strict";

  const KEY = "theme";
  const CHOICES = ["light", "dark"];
  const root = document.documentElement;

  function copied() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function copy(choice) {
    try {
      if (CHOICES.includes(choice)) {
        localStorage.setItem(KEY, choice);
      } else {
        localStorage.removeItem(KEY);
      }
    } catch {
      // Storage is closed to us: the server's cookie is enough.
    }
  }

  function apply(choice) {
    if (CHOICES.includes(choice)) {
      root.dataset.theme = choice;
    } else {
      delete root.dataset.theme;
    }
    for (const button of document.querySelectorAll("[data-theme-form] button[name=theme]")) {
      button.setAttribute("aria-pressed", String(button.value === choice));
    }
  }

  if (root.dataset.theme) {
    copy(root.dataset.theme);
  } else if (root.hasAttribute("data-unknown-theme")) {
    apply(copied());
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const button = event.submitter;
    if (!form.matches("[data-theme-form]") || !button) {
      return;
    }
    event.preventDefault();
    const choice = new FormData(form);
    choice.append(button.name, button.value);
    // The answer leads to a page that is already here.
    fetch(form.action, { method: "POST", body: choice, redirect: "manual" });
    copy(button.value);
    apply(button.value);
  });
})();
