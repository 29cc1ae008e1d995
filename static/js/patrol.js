// The patrol screen: keeps its lists up to date from the stream, opens hits beside them, sounds, and says how it stands
// with the connection. It decides nothing: what a hit is, and what may be done about it, comes from the server.
(function () {
  "use strict";

  const patrol = document.getElementById("patrol");
  if (!patrol) {
    return;
  }
  const byId = (id) => document.getElementById(id);
  const reel = byId("patrol-reel");
  const panel = byId("patrol-panel");
  const sounds = window.patrolSounds;

  const MOST_READS = 60;
  const SILENT_MS = 25000; // the server says something every ten seconds; a line that is silent for longer is dead
  const FIRST_PAUSE_MS = 1000;
  const LONGEST_PAUSE_MS = 30000;

  // ---- The connection ----

  let source = null;
  let lastId = patrol.dataset.after;
  let heardAt = Date.now();
  let lostAt = 0;
  let pause = FIRST_PAUSE_MS;
  let retry = 0;
  let state = "waiting";
  let ended = "";

  function connect() {
    clearTimeout(retry);
    if (source) {
      source.close();
    }
    const query = new URLSearchParams({ vehicle: patrol.dataset.vehicle });
    if (lastId) {
      query.set("after", lastId);
    }
    source = new EventSource(`${patrol.dataset.live}?${query}`);
    for (const [name, act] of Object.entries(EVENTS)) {
      source.addEventListener(name, function (event) {
        heardAt = Date.now();
        lastId = event.lastEventId || lastId;
        act(event.data);
      });
    }
    source.addEventListener("error", lost);
  }

  const EVENTS = {
    open: cameBack,
    cards: take,
    beat() {
      show("live");
    },
    away() {
      lostAt = lostAt || Date.now();
      show("away");
    },
    resync() {
      loadAnew().then(cameBack);
    },
    ended(data) {
      ended = JSON.parse(data).detail;
      source.close();
      show("ended");
      announce(ended);
    },
  };

  function lost() {
    if (ended) {
      return;
    }
    source.close();
    lostAt = lostAt || heardAt;
    show("waiting");
    clearTimeout(retry);
    retry = setTimeout(askAndConnect, pause + Math.random() * 500);
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
  }

  // A stream that is refused tells its reader nothing; the same door asked plainly says why.
  async function askAndConnect() {
    try {
      const answer = await fetch(patrol.dataset.live, { method: "HEAD", headers: { Accept: "application/json" } });
      if (answer.status === 401 || answer.status === 403) {
        ended = "You may look no longer: your session, purpose or training has ended. Reload the page.";
        show("ended");
        announce(ended);
        return;
      }
    } catch {
      lost();
      return;
    }
    connect();
  }

  function cameBack() {
    pause = FIRST_PAUSE_MS;
    show("live");
    if (!lostAt) {
      return;
    }
    const seconds = Math.round((Date.now() - lostAt) / 1000);
    lostAt = 0;
    byId("patrol-gap-text").textContent =
      `Connected again after ${spelled(seconds)}. What was missed in between has been loaded.`;
    byId("patrol-gap").hidden = false;
  }

  async function loadAnew() {
    await window.htmx.ajax("GET", patrol.dataset.reel, { target: reel });
    markOpen();
    count();
  }

  function show(now) {
    state = now;
    tellState();
  }

  function tellState() {
    const silent = Math.round((Date.now() - (lostAt || heardAt)) / 1000);
    const words = {
      live: "Live",
      waiting: `Reconnecting. Behind by ${spelled(silent)}`,
      away: `The portal hears of nothing new. Behind by ${spelled(silent)}`,
      ended,
    };
    byId("patrol-state").dataset.state = state;
    const text = byId("patrol-state-text");
    if (text.textContent !== words[state]) {
      text.textContent = words[state];
    }
  }

  function spelled(seconds) {
    if (seconds < 60) {
      return seconds === 1 ? "1 second" : `${seconds} seconds`;
    }
    const minutes = Math.floor(seconds / 60);
    return minutes === 1 ? "1 minute" : `${minutes} minutes`;
  }

  setInterval(function () {
    if (ended) {
      return;
    }
    if (state === "live" && Date.now() - heardAt > SILENT_MS) {
      lost();
    }
    // Each second on the screen, but not each second aloud.
    byId("patrol-state-text").setAttribute("role", state === "live" ? "status" : "none");
    tellState();
  }, 1000);

  // ---- The lists ----

  function take(html) {
    show("live");
    const pushed = new DOMParser().parseFromString(html, "text/html");
    // The newest read comes first in a push; put in one by one, it must come last.
    for (const card of [...pushed.querySelectorAll("[data-card]")].reverse()) {
      (card.dataset.card === "hit" ? takeHit : takeRead)(card);
    }
    count();
    drawPoints();
  }

  function takeHit(card) {
    const hits = byId("patrol-hits");
    const old = byId(card.id);
    const hadFocus = old && old.contains(document.activeElement);
    const isNews = card.dataset.state === "new" && (!old || old.dataset.match !== card.dataset.match);
    if (old) {
      old.remove();
    }
    if (card.dataset.open === "1") {
      const after = [...hits.children].find((one) => Number(one.dataset.priority) >= Number(card.dataset.priority));
      hits.insertBefore(card, after || null);
      if (hadFocus) {
        card.querySelector("[data-panel]").focus();
      }
    }
    markOpen();
    if (isNews) {
      sounds.play(card.dataset.sound);
      announce(card.dataset.match === "exact" ? "New hit: exact." : "New hit: possible only.");
    }
  }

  let unseen = 0;

  function takeRead(card) {
    const reads = byId("patrol-reads");
    const old = byId(card.id);
    if (old) {
      old.replaceWith(card);
      return;
    }
    // A frame that took long to read is older than what is shown already.
    const older = [...reads.children].find((one) => Number(one.dataset.at) <= Number(card.dataset.at));
    reads.insertBefore(card, older || null);
    unseen += isLive() ? 0 : 1;
    while (reads.children.length > MOST_READS && !reads.lastElementChild.contains(document.activeElement)) {
      reads.lastElementChild.remove();
    }
  }

  const isLive = () => window.scrollY < 160;

  function count() {
    if (isLive()) {
      unseen = 0;
    }
    byId("patrol-golive").hidden = isLive();
    byId("patrol-golive").querySelector("span").textContent = unseen ? `Go live: ${unseen} new` : "Go live";
    const open = byId("patrol-hits").children.length;
    document.title = document.title.replace(/^(\(\d+\) )?/, open ? `(${open}) ` : "");
  }

  function announce(sentence) {
    byId("patrol-news").textContent = sentence;
  }

  function goLive() {
    window.scrollTo({ top: 0 });
    const first = reel.querySelector("[data-card] a");
    if (first) {
      first.focus({ preventScroll: true });
    }
  }

  window.addEventListener("scroll", count, { passive: true });
  byId("patrol-golive").addEventListener("click", goLive);
  byId("patrol-gap-close").addEventListener("click", function () {
    byId("patrol-gap").hidden = true;
  });

  // ---- The panel ----

  let opened = "";

  async function open(link) {
    opened = link.closest("[data-card]").id;
    markOpen();
    await window.htmx.ajax("GET", link.getAttribute("href"), { target: panel });
    toPanel();
  }

  function toPanel() {
    const first = panel.querySelector("[autofocus], h2, input:not([type=hidden]), button, a");
    if (first && !first.matches("input, button, a")) {
      first.tabIndex = -1;
    }
    (first || panel).focus();
    panel.scrollIntoView({ block: "nearest" });
  }

  // A step replaces the hit, and the keyboard's place with it.
  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "hit" && panel.contains(byId("hit"))) {
      toPanel();
    }
  });

  function markOpen() {
    for (const card of reel.querySelectorAll("[data-card=hit]")) {
      card.setAttribute("aria-current", String(card.id === opened));
    }
  }

  reel.addEventListener("click", function (event) {
    const link = event.target.closest("a[data-panel]");
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open(link);
    }
  });

  // ---- The map ----

  const mapButton = byId("patrol-map-button");

  function switchMap() {
    const box = byId("patrol-map");
    box.hidden = !box.hidden;
    mapButton.setAttribute("aria-expanded", String(!box.hidden));
    const map = box.querySelector("[data-map]").portalMap;
    if (!box.hidden && map) {
      map.invalidateSize();
      drawPoints();
    }
  }

  // Only while it is seen: a redrawn map costs more than a card.
  function drawPoints() {
    if (byId("patrol-map").hidden) {
      return;
    }
    document.dispatchEvent(new CustomEvent("points-changed"));
    const map = byId("patrol-map").querySelector("[data-map]").portalMap;
    const newest = reel.querySelector("[data-point]");
    if (map && newest) {
      map.setView(newest.dataset.point.split(",").map(Number), Math.max(map.getZoom(), 17), { animate: false });
    }
  }

  mapButton.addEventListener("click", switchMap);

  // ---- Sound ----

  const soundButton = byId("patrol-sound");

  function sayHowSoundStands() {
    const on = sounds.canSound();
    soundButton.setAttribute("aria-pressed", String(on));
    soundButton.querySelector("span").textContent = on ? "Sound is on" : "Turn sound on";
  }

  async function switchSound() {
    if (sounds.canSound()) {
      sounds.close();
    } else {
      await sounds.open();
    }
    setTimeout(sayHowSoundStands, 50);
  }

  soundButton.addEventListener("click", switchSound);
  byId("patrol-sound-test").addEventListener("click", async function () {
    await sounds.open();
    sounds.play("chime");
    sayHowSoundStands();
  });

  // ---- Keys (WCAG 2.1.4: they can be switched off, and never work inside a field) ----

  const keysOn = byId("patrol-keys-on");
  const KEPT_AS = "patrol-keys";
  keysOn.checked = localStorage.getItem(KEPT_AS) !== "off";
  keysOn.addEventListener("change", function () {
    localStorage.setItem(KEPT_AS, keysOn.checked ? "on" : "off");
  });

  function step(by) {
    const links = [...reel.querySelectorAll("[data-card] a")];
    const here = links.indexOf(document.activeElement);
    const next = here < 0 ? 0 : Math.min(links.length - 1, Math.max(0, here + by));
    if (links[next]) {
      links[next].focus();
    }
  }

  const KEYS = {
    j: () => step(1),
    k: () => step(-1),
    g: goLive,
    p: toPanel,
    s: switchSound,
    m: switchMap,
    c: () => document.querySelector(".page-head__actions a").click(),
    Escape() {
      const card = opened && byId(opened);
      const link = (card || reel).querySelector("[data-card] a, a[data-panel]");
      if (link) {
        link.focus();
      }
    },
  };

  document.addEventListener("keydown", function (event) {
    if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) {
      return;
    }
    if (event.target.closest("input, select, textarea, [contenteditable], details[open]")) {
      return;
    }
    const nth = /^[1-9]$/.test(event.key) && reel.querySelectorAll("a[data-panel]")[Number(event.key) - 1];
    const act = nth ? () => open(nth) : Object.hasOwn(KEYS, event.key) && KEYS[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  });

  byId("patrol-tools").hidden = false;
  show("waiting");
  count();
  connect();
})();
