// Puts the chosen theme on <html> before the first paint, and lets the person change it without a page load.
// The choice lives in the cookie "theme", which the server reads too, so pages look right without this script.
(function () {
  "use strict";

  const CHOICES = ["light", "dark"];
  const YEAR_S = 365 * 24 * 60 * 60;
  const root = document.documentElement;

  function stored() {
    const found = document.cookie.match(/(?:^|;\s*)theme=(\w+)/);
    return found && CHOICES.includes(found[1]) ? found[1] : "system";
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

  apply(stored());

  document.addEventListener("DOMContentLoaded", function () {
    apply(stored());
  });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("[data-theme-form]") || !event.submitter) {
      return;
    }
    event.preventDefault();
    const choice = event.submitter.value;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${choice}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
    apply(choice);
  });
})();
