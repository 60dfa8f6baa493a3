// What the page does in the browser: following a citation to its source and back, and bringing a new turn into view.
(() => {
  document.documentElement.lang = "en-GB";
  let opener = null;

  const reveal = (element) => {
    const group = element.closest(".group");
    for (const other of group ? document.querySelectorAll(".group") : []) other.hidden = other !== group;
    for (const other of document.querySelectorAll(".source.followed")) other.classList.remove("followed");
    if (group) element.classList.add("followed");
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
    element.querySelector("mark")?.scrollIntoView({ block: "nearest" });
  };

  // The second half of a double click would ask again, with nothing in the box.
  const dropRepeated = (event) => {
    const pressed = event.type === "click" ? event.detail > 1 : event.repeat && event.key === "Enter";
    if (pressed && event.target.closest("button, #question")) event.stopImmediatePropagation();
  };
  document.addEventListener("click", dropRepeated, true);
  document.addEventListener("keydown", dropRepeated, true);

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#source-"], a[href^="#answer-"]');
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    // The way back leads to the very link that was followed.
    reveal(target.contains(opener) ? opener : target);
    if (link.matches(".cite")) opener = link;
  });

  // A turn changes twice: it appears, and it is answered.
  let seen = "";
  new MutationObserver(() => {
    const turns = document.querySelectorAll(".turn");
    const last = turns[turns.length - 1];
    const now = last ? `${turns.length} ${last.id}` : "";
    if (now === seen) return;
    seen = now;
    if (!last) return document.querySelector("#question textarea").focus();
    last.scrollIntoView({ block: "start" });
    // The suggested question that was pressed is gone, and the keyboard's place with it.
    if (document.activeElement === document.body) last.focus({ preventScroll: true });
  }).observe(document.body, { childList: true, subtree: true });
})();
