// The viewer: the size of the page's picture, and following its links where it stands, beside an answer or alone.
(() => {
  const SIZES = [1, 1.25, 1.5, 2, 3, 4];

  // The browser takes the smallest picture that is sharp at this size.
  const show = (viewer, size) => {
    const sheet = viewer.querySelector(".sheet");
    const picture = sheet?.querySelector("img");
    if (!picture) return;
    sheet.dataset.size = String(size);
    const desk = viewer.querySelector(".desk");
    picture.sizes = `${Math.round(desk.clientWidth * SIZES[size])}px`;
    const buttons = viewer.querySelectorAll("[data-zoom]");
    for (const button of buttons) button.disabled = button.dataset.zoom === "out" ? size === 0 : size === SIZES.length - 1;
  };

  const bring = (viewer) => {
    const desk = viewer.querySelector(".desk");
    const mark = viewer.querySelector(".marks rect");
    if (desk && mark) {
      const [box, frame] = [mark.getBoundingClientRect(), desk.getBoundingClientRect()];
      desk.scrollTop += box.top - frame.top - frame.height / 4;
      desk.scrollLeft += box.left - frame.left - frame.width / 4;
      if (!viewer.closest("#side")) mark.scrollIntoView({ block: "center" });
    } else {
      const words = viewer.querySelector(".words.alone");
      const quote = words?.querySelector("mark, #place");
      if (!quote) return;
      const [box, frame] = [quote.getBoundingClientRect(), words.getBoundingClientRect()];
      words.scrollTop += box.top - frame.top - 60;
      // Beside the first cell of its row, which stays where it is.
      const named = quote.closest("tr")?.firstElementChild.offsetWidth || 0;
      if (box.right > frame.right) words.scrollLeft += box.left - frame.left - Math.max(frame.width / 3, named + 24);
    }
  };

  const ready = (viewer) => {
    if (viewer.dataset.ready) return;
    viewer.dataset.ready = "yes";
    show(viewer, 0);
    const picture = viewer.querySelector(".sheet img");
    bring(viewer);
    picture?.addEventListener("load", () => bring(viewer), { once: true });
    picture?.addEventListener("error", () => miss(viewer, picture));
    if (picture?.complete && !picture.naturalWidth) miss(viewer, picture);
    look(viewer);
  };

  // A picture that does not come is tried at its usual size; where that fails too, the words are shown and why it is missing.
  const miss = async (viewer, picture) => {
    if (picture.srcset) {
      picture.removeAttribute("srcset");
      return;
    }
    const desk = viewer.querySelector(".desk");
    const again = new URL(viewer.querySelector(".sheet").dataset.again, location.href);
    again.searchParams.set("part", "1");
    const notice = document.createElement("p");
    notice.className = "notice";
    notice.textContent = "The picture of this page could not be loaded. Its words are below.";
    try {
      const reply = await fetch(again, { credentials: "same-origin" });
      const found = new DOMParser().parseFromString(await reply.text(), "text/html").querySelector(".viewer");
      if (reply.ok && found && !found.querySelector(".sheet")) {
        viewer.replaceChildren(...[...found.childNodes].map((node) => document.importNode(node, true)));
        delete viewer.dataset.ready;
        ready(viewer);
        return;
      }
    } catch {
      // The words that came with the page are there all the same.
    }
    if (!desk.isConnected) return;
    desk.replaceWith(notice);
    const words = viewer.querySelector("details.words");
    if (words) words.open = true;
  };

  // On a scanned page the words are found by reading its picture again: they are marked as soon as that is done.
  const look = async (viewer) => {
    const notice = viewer.querySelector("[data-look]");
    if (!notice) return;
    try {
      const reply = await fetch(`${notice.dataset.look}&part=1`, { credentials: "same-origin" });
      if (!reply.ok || !viewer.isConnected) return;
      const found = new DOMParser().parseFromString(await reply.text(), "text/html");
      const after = found.querySelector(".viewer .notice:not([data-look])");
      const marks = found.querySelector(".marks");
      if (marks) viewer.querySelector(".marks")?.replaceWith(document.importNode(marks, true));
      if (after) notice.replaceWith(document.importNode(after, true));
      else notice.remove();
      const words = viewer.querySelector("details.words");
      if (words && marks?.childElementCount) words.open = false;
      bring(viewer);
    } catch {
      // The link in the notice does the same.
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".viewer [data-zoom]");
    if (!button) return;
    const viewer = button.closest(".viewer");
    const size = Number(viewer.querySelector(".sheet").dataset.size || 0) + (button.dataset.zoom === "in" ? 1 : -1);
    show(viewer, Math.max(0, Math.min(SIZES.length - 1, size)));
    bring(viewer);
  });

  for (const viewer of document.querySelectorAll(".viewer")) ready(viewer);
  window.councilViewer = { ready };
})();
