// Papers that are chosen or dropped on the documents page: sent together, and what comes of each shown as it is known.
(() => {
  const find = (selector) => document.querySelector(selector);
  let sending = false;

  const show = (words) => {
    const notice = document.createElement("p");
    notice.className = "notice fault";
    notice.setAttribute("role", "alert");
    notice.textContent = words;
    find("#done").replaceChildren(notice);
  };

  // A line is JSON: HTML of this program, which escapes whatever is a paper's, for one or two parts of the page.
  const take = (line) => {
    const said = JSON.parse(line);
    if ("done" in said) find("#done").innerHTML = said.done;
    if ("holding" in said) find("#holding").innerHTML = said.holding;
  };

  const read = async (reply) => {
    const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { value, done } = await reader.read();
      const lines = (rest + (value || "")).split("\n");
      rest = lines.pop();
      lines.filter(Boolean).forEach(take);
      if (done) return;
    }
  };

  const send = async (files) => {
    if (sending || !files.length) return;
    sending = true;
    const field = find("#sent");
    field.disabled = true;
    find("#done").innerHTML = `<p class="busy" role="status">Sending ${files.length} file${files.length === 1 ? "" : "s"} …</p>`;
    const form = new FormData();
    for (const file of files) form.append("files", file);
    try {
      const reply = await fetch("/documents/add", { method: "POST", body: form });
      if (reply.ok) await read(reply);
      else show((await reply.json()).problem);
    } catch {
      show("The files could not be sent, or the program did not reply. See below what is here, and send the others again.");
    }
    field.value = "";
    field.disabled = false;
    sending = false;
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches("#sent")) send([...event.target.files]);
  });
  const over = (event) => event.target.closest?.("[data-adds]");
  document.addEventListener("dragover", (event) => {
    if (over(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    if (!over(event)) return;
    event.preventDefault();
    send([...event.dataTransfer.files]);
  });
})();
