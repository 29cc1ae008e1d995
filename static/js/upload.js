// Sends frames one by one, a few at a time, each with its own progress bar. The server decides what is accepted;
// the checks here only save a long wait for an answer that is already certain. Without this script the form
// posts all files at once and the answer is a page.
(function () {
  "use strict";

  const AT_A_TIME = 3;
  const MEGABYTE = 1024 * 1024;
  const form = document.querySelector("form[data-upload]");
  if (!form) {
    return;
  }

  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const list = document.getElementById("transfers");
  const pattern = document.getElementById("transfer-pattern");
  const summary = document.getElementById("transfers-summary");
  const submit = form.querySelector("[data-upload-submit]");
  const largest = Number(form.dataset.maxMegabytes || 0) * MEGABYTE;
  const waiting = [];
  let running = 0;
  let sent = 0;
  let finished = 0;
  let refused = 0;

  const WORDS = { accepted: "Received", duplicate: "Already here", refused: "Refused" };

  function doubt(file) {
    if (file.size === 0) {
      return "The file is empty.";
    }
    if (largest && file.size > largest) {
      return `The file is larger than ${form.dataset.maxMegabytes} MB.`;
    }
    return "";
  }

  function row(file) {
    const item = pattern.content.firstElementChild.cloneNode(true);
    item.querySelector(".transfer__name").textContent = file.name;
    item.querySelector("progress").setAttribute("aria-label", `Sending ${file.name}`);
    list.append(item);
    return item;
  }

  function finish(item, state, reason, url) {
    finished += 1;
    refused += state === "refused" ? 1 : 0;
    item.classList.add(`transfer--${state}`);
    item.querySelector(".transfer__state").textContent = WORDS[state] || state;
    item.querySelector("progress").remove();
    if (reason) {
      const line = item.querySelector(".transfer__reason");
      line.textContent = reason;
      line.hidden = false;
    }
    if (url && url.startsWith("/")) {
      const name = item.querySelector(".transfer__name");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = name.textContent;
      name.replaceChildren(link);
    }
    tell();
  }

  function tell() {
    const refusals = refused ? `, ${refused} refused` : "";
    summary.textContent = `${finished} of ${sent} sent${refusals}`;
    // The list keeps itself fresh while frames wait in it, so the first answer starts it and the last one ends it.
    if (finished === 1 || finished === sent) {
      document.body.dispatchEvent(new CustomEvent("frames-sent"));
    }
  }

  function answerOf(request) {
    try {
      return JSON.parse(request.responseText);
    } catch {
      return {};
    }
  }

  function refusalOf(request, answer) {
    if (answer.detail) {
      return answer.detail;
    }
    if (request.status === 0) {
      return "The connection was lost. Send this file again.";
    }
    if (request.status === 413) {
      return "The file is too large for this portal.";
    }
    return "The portal did not accept the file. Reload the page, then send it again.";
  }

  function send(original, item) {
    const data = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (name !== input.name) {
        data.append(name, value);
      }
    }
    data.append(input.name, original, original.name);

    const bar = item.querySelector("progress");
    const state = item.querySelector(".transfer__state");
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", function (event) {
      if (event.lengthComputable) {
        bar.value = event.loaded / event.total;
        state.textContent = `${Math.floor((100 * event.loaded) / event.total)} %`;
      }
    });
    request.addEventListener("loadend", function () {
      const answer = answerOf(request);
      const file = answer.files && answer.files[0];
      if (file) {
        finish(item, file.state, file.reason, file.frame_url);
      } else {
        finish(item, "refused", refusalOf(request, answer));
      }
      running -= 1;
      next();
    });
    request.send(data);
  }

  function next() {
    while (running < AT_A_TIME && waiting.length) {
      const [file, item] = waiting.shift();
      running += 1;
      send(file, item);
    }
  }

  function take(files) {
    const camera = form.querySelector("[name=camera]");
    if (camera && !camera.reportValidity()) {
      return;
    }
    document.getElementById("transfers-box").hidden = false;
    for (const file of files) {
      sent += 1;
      const item = row(file);
      const reason = doubt(file);
      if (reason) {
        finish(item, "refused", reason);
      } else {
        waiting.push([file, item]);
      }
    }
    tell();
    next();
  }

  drop.classList.add("drop--live");
  submit.hidden = true;
  input.required = false;

  input.addEventListener("change", function () {
    take([...input.files]);
    input.value = "";
  });

  drop.addEventListener("dragover", function (event) {
    event.preventDefault();
    drop.classList.add("drop--over");
  });

  drop.addEventListener("dragleave", function () {
    drop.classList.remove("drop--over");
  });

  drop.addEventListener("drop", function (event) {
    event.preventDefault();
    drop.classList.remove("drop--over");
    take([...event.dataTransfer.files]);
  });

  window.addEventListener("beforeunload", function (event) {
    if (running || waiting.length) {
      event.preventDefault();
    }
  });
})();
