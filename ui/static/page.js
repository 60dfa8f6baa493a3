// What the asking page does in the browser: sources beside the answer, limits as chips, history, copying, announcements.
(() => {
  document.documentElement.lang = "en-GB";
  const HISTORY = "council-history";
  const MOST_KEPT = 30;
  const find = (selector, root = document) => root.querySelector(selector);
  const every = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, attributes = {}, text = "") => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    return element;
  };

  // What officers rule from the list of documents, which is drawn anew.
  document.addEventListener("submit", (event) => {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  });

  // Announcements: regions that are there from the start, each filled once for each thing said.
  const polite = make("div", { id: "said", role: "status", "aria-live": "polite", class: "only-heard" });
  const alarm = make("div", { id: "alarm", role: "alert", "aria-live": "assertive", class: "only-heard" });
  document.body.append(polite, alarm);
  const say = (words, region = polite) => { if (region.textContent !== words) region.textContent = words; };

  // Asking

  let replaces = null;
  const box = () => find("#question textarea");
  const write = (words) => {
    const field = box();
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, words);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const ask = (question) => {
    write(question);
    setTimeout(() => find("#ask")?.click(), 30);
  };
  const limits = () => every("[data-limit]").filter((field) => field.value).map((field) => [field.dataset.limit, field.value]);
  const edit = (number, question) => {
    replaces = number;
    write(question);
    showChips();
    box().focus();
  };

  window.council = {
    asking: () => {
      const said = JSON.stringify({ limits: limits(), replaces });
      replaces = null;
      showChips();
      closeViewer(false);
      say("");
      say("", alarm);
      return said;
    },
    anew: () => {
      replaces = null;
      id = String(Date.now());
      closeViewer(false);
      history.replaceState(null, "", "/");
      return [];
    },
  };

  // A session may end while the page is open

  const UNSENT = "council-unsent";
  const askToSignIn = () => {
    if (find("#ended")) return;
    const question = box()?.value || "";
    try {
      sessionStorage.setItem(UNSENT, question);
    } catch {
      // A browser that keeps nothing loses the question.
    }
    const kept = question ? " Your question is kept." : "";
    const notice = make("p", { id: "ended", class: "notice fault" }, `You are no longer signed in: your session has ended.${kept} `);
    const again = `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
    notice.append(make("a", { href: again }, "Sign in again"));
    (find("#composer") || find("#documents") || document.body).prepend(notice);
    say(notice.textContent, alarm);
    find("a", notice).focus();
  };
  const takeUnsent = () => {
    const words = sessionStorage.getItem(UNSENT);
    sessionStorage.removeItem(UNSENT);
    if (words) write(words);
  };
  const send = window.fetch.bind(window);
  window.fetch = async (...given) => {
    const reply = await send(...given);
    if (reply.status === 401 && new URL(reply.url || "/", location.href).origin === location.origin) askToSignIn();
    return reply;
  };

  // Limits as chips

  const chip = (words, heard, drop) => {
    const item = make("li");
    const button = make("button", { type: "button", "aria-label": heard }, words);
    button.append(make("span", { "aria-hidden": "true" }, " ×"));
    button.addEventListener("click", drop);
    item.append(button);
    return item;
  };
  const writeDay = (words) => (/^\d{4}-\d\d-\d\d$/.test(words)
    ? new Date(`${words}T12:00`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" })
    : words);
  const showChips = () => {
    const list = find(".chips");
    if (!list) return;
    const chips = limits().map(([name, value]) => {
      const words = `${name[0].toUpperCase()}${name.slice(1)}: ${writeDay(value)}`;
      return chip(words, `Remove the limit ${words}`, () => {
        for (const field of every(`[data-limit="${name}"]`)) field.value = "";
        showChips();
        box().focus();
        say(`Removed: ${words}`);
      });
    });
    if (replaces) {
      chips.push(chip(`Editing question ${replaces}`, `Stop editing question ${replaces}`, () => {
        replaces = null;
        write("");
        showChips();
        box().focus();
      }));
    }
    list.replaceChildren(...chips);
    list.hidden = !chips.length;
  };
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-limit]")) showChips();
  });
  const takeLimits = () => {
    const last = new URLSearchParams(location.search).getAll("in").pop();
    for (const [name, value] of new URLSearchParams(last || "")) {
      const field = find(`[data-limit="${name}"]`);
      if (field) field.value = value;
    }
    showChips();
  };

  // Sources and the viewer beside the answer

  let opener = null;
  const pane = make("section", { id: "pane", "aria-label": "The paper", hidden: "" });
  const side = () => find("#side");
  const closeViewer = (back = true) => {
    if (pane.hidden) return;
    pane.hidden = true;
    side()?.classList.remove("viewing");
    document.body.classList.remove("viewing");
    if (back) (opener?.isConnected ? opener : box())?.focus();
  };
  const openViewer = async (address, from) => {
    if (from) opener = from;
    if (pane.parentElement !== side()) side().append(pane);
    const wanted = new URL(address, location.href);
    wanted.searchParams.set("part", "1");
    pane.hidden = false;
    pane.dataset.wanted = address;
    side().classList.add("viewing");
    document.body.classList.add("viewing");
    try {
      const reply = await fetch(wanted, { credentials: "same-origin" });
      const words = await reply.text();
      if (reply.status === 401) {
        closeViewer(false);
        return;
      }
      if (pane.dataset.wanted !== address) return;
      // It comes from this program, which escapes whatever is a paper's; a strict policy stands behind it.
      pane.innerHTML = words;
    } catch {
      const notice = make("p", { class: "notice fault", role: "alert" }, "The page could not be opened: the program does not reply. Try again.");
      pane.replaceChildren(notice);
    }
    const close = make("button", { type: "button", class: "close" }, "‹ Back to the answer");
    close.addEventListener("click", () => closeViewer());
    pane.prepend(close);
    const viewer = find(".viewer", pane);
    if (viewer) window.councilViewer?.ready(viewer);
    side().scrollTop = 0;
    (find("#viewer-title", pane) || close).focus({ preventScroll: true });
  };
  const showGroup = (name) => {
    const source = document.getElementById(name);
    const group = source?.closest(".group");
    if (!group) return;
    for (const other of every(".group")) other.hidden = other !== group;
    for (const other of every(".source.followed")) other.classList.remove("followed");
    source.classList.add("followed");
  };

  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const link = event.target.closest("a[data-source], #pane a[href^='/paper/']");
    if (link && !link.target && !/^\/paper\/[0-9a-f]+$/.test(link.getAttribute("href"))) {
      event.preventDefault();
      if (link.dataset.source) showGroup(link.dataset.source);
      openViewer(link.getAttribute("href"), link.dataset.source ? link : null);
      return;
    }
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.ask) ask(button.dataset.ask);
    if (button.dataset.edit) edit(Number(button.dataset.edit), button.dataset.question);
    if (button.dataset.again) {
      replaces = Number(button.dataset.again);
      ask(button.dataset.question);
    }
    if (button.dataset.copy) copy(button);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeViewer();
  });

  // The second half of a double click would ask again, with nothing in the box.
  const dropRepeated = (event) => {
    const pressed = event.type === "click" ? event.detail > 1 : event.repeat && event.key === "Enter";
    if (pressed && event.target.closest("#ask, #stop, #unaided, #anew, .suggestion, #question")) event.stopImmediatePropagation();
  };
  document.addEventListener("click", dropRepeated, true);
  document.addEventListener("keydown", dropRepeated, true);

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const field = make("textarea", { class: "only-heard", "aria-hidden": "true" });
      field.value = button.dataset.copy;
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
      button.focus();
    }
    say("Copied with its references.");
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy with references"; }, 2500);
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-feedback]");
    if (!form) return;
    event.preventDefault();
    const verdict = find("input:checked", form)?.value;
    if (!verdict) {
      say("Choose one of the four first.", alarm);
      find("input", form).focus();
      return;
    }
    const button = find("button", form);
    button.disabled = true;
    button.textContent = "Sending …";
    say("", alarm);
    const reply = await fetch("/feedback", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ asked: form.dataset.feedback, verdict, comment: find("textarea", form).value }),
    }).catch(() => null);
    const problem = reply?.ok ? "" : (await reply?.json().catch(() => null))?.problem || "It could not be kept. Try again.";
    const words = problem || "Thank you. It is kept on this machine.";
    const notice = make("p", { class: problem ? "notice fault" : "notice good", tabindex: "-1" }, words);
    say(words, problem ? alarm : polite);
    find(".notice", form)?.remove();
    if (problem) {
      // What was written stays, to be sent again.
      button.disabled = false;
      button.textContent = "Send";
      form.prepend(notice);
    } else {
      form.replaceWith(notice);
    }
    notice.focus();
  });

  // History: in this browser and nowhere else

  let id = String(Date.now());
  const remembered = () => {
    try {
      return JSON.parse(localStorage.getItem(HISTORY)) || [];
    } catch {
      return [];
    }
  };
  const keep = (entries) => {
    try {
      localStorage.setItem(HISTORY, JSON.stringify(entries.slice(0, MOST_KEPT)));
    } catch {
      // A browser that keeps nothing has no history.
    }
    showHistory();
  };
  const remember = (query) => {
    const questions = new URLSearchParams(query).getAll("q");
    const others = remembered().filter((entry) => entry.id !== id && entry.query !== query);
    keep([{ id, query, questions }, ...others]);
  };
  const showHistory = () => {
    const place = find("#history");
    if (!place) return;
    const entries = remembered();
    const list = make("ul");
    for (const entry of entries) {
      const more = entry.questions.length > 1 ? ` (and ${entry.questions.length - 1} more)` : "";
      const item = make("li");
      item.append(make("a", { href: `/?${entry.query}` }, `${entry.questions[0]}${more}`));
      list.append(item);
    }
    const forget = make("button", { type: "button" }, "Forget them all");
    forget.addEventListener("click", () => {
      keep([]);
      say("Your earlier questions are forgotten.");
      box().focus();
    });
    const open = find("details", place)?.open;
    const details = make("details");
    details.open = Boolean(open);
    details.append(make("summary", {}, "Your earlier questions (kept in this browser only)"), list, forget);
    place.replaceChildren(...(entries.length ? [details] : []));
  };

  // What the program changes on the page

  let seen = "";
  let shown = "";
  let told = "";
  let limited = false;
  let unsentTaken = false;
  const look = () => {
    const status = find("#status p");
    const words = status ? `${status.dataset.heard || ""}|${status.dataset.alarm || ""}` : "";
    if (words !== told) {
      told = words;
      if (status?.dataset.heard) say(status.dataset.heard);
      if (status?.dataset.alarm) say(status.dataset.alarm, alarm);
    }
    if (!limited && find(".chips")) {
      limited = true;
      takeLimits();
    }
    if (find("#history") && !find("#history").dataset.shown) {
      find("#history").dataset.shown = "yes";
      showHistory();
    }
    const query = find("#conversation [data-query]")?.dataset.query || "";
    if (query !== shown) {
      shown = query;
      if (query) {
        history.replaceState(null, "", `/?${query}`);
        remember(query);
      }
    }
    // Not before what the link asks has been answered: that empties the box.
    const arrived = new URLSearchParams(location.search).has("q") ? query : find(".opening .held");
    if (!unsentTaken && arrived && box()) {
      unsentTaken = true;
      takeUnsent();
    }
    const turns = every(".turn");
    const last = turns[turns.length - 1];
    const now = last ? `${turns.length} ${last.id}` : "";
    if (now === seen) return;
    const begun = seen;
    seen = now;
    if (!last) {
      if (begun) box()?.focus();
      return;
    }
    last.scrollIntoView({ block: "start" });
    // The suggested question that was pressed is gone, and the keyboard's place with it.
    if (document.activeElement === document.body) last.focus({ preventScroll: true });
  };
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-heard"] });
  look();
})();
