// Everything on the page can be read without this script; it only adds ease. It loads and sends nothing.
"use strict";

// The contents follow the reader: the last heading that has passed the top of the window is the current one, and only the
// parts of its section are listed.
{
  const links = new Map([...document.querySelectorAll(".side a")].map((link) => [link.hash.slice(1), link]));
  const marks = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const follow = () => {
    const passed = marks.filter((mark) => mark.getBoundingClientRect().top < innerHeight / 3);
    const link = links.get((passed.at(-1) ?? marks[0])?.id);
    if (!link || link === current) return;
    current?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    const [side, { top, bottom }] = [link.closest(".side"), link.getBoundingClientRect()];
    if (top < 0 || bottom > innerHeight) side.scrollTop += top - innerHeight / 2;
    current = link;
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; follow(); });
  }, { passive: true });
  follow();
}

// A number of a drawing leads to its passages: they are unfolded, and of the numbers one takes the focus, from which the
// arrow keys go to the others.
{
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    if (target?.closest(".evidence")) target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  reveal();
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  for (const drawing of document.querySelectorAll(".leads")) {
    const links = [...drawing.querySelectorAll("a")];
    const reach = (current) => links.forEach((link) => link.setAttribute("tabindex", link === current ? 0 : -1));
    reach(links[0]);
    drawing.addEventListener("keydown", (event) => {
      const step = steps[event.key], from = event.target.getBoundingClientRect();
      if (!step) return;
      const away = (link) => {
        const to = link.getBoundingClientRect();
        const [x, y] = [to.x + to.width / 2 - from.x - from.width / 2, to.y + to.height / 2 - from.y - from.height / 2];
        const ahead = x * step[0] + y * step[1], aside = Math.abs(x * step[1]) + Math.abs(y * step[0]);
        return ahead > 1 ? ahead + 3 * aside : Infinity;
      };
      const nearest = links.reduce((one, other) => (away(other) < away(one) ? other : one));
      event.preventDefault();
      if (away(nearest) === Infinity) return;
      reach(nearest);
      nearest.focus();
    });
  }
}

// A page that stands alone still gives its figures and numbers: SVG, PDF and PNG of the drawing, CSV of what it carries.
{
  const PPI = 200;
  const fonts = () => [...document.styleSheets[0].cssRules].filter((rule) => rule instanceof CSSFontFaceRule);
  const drawn = (figure) => {  // with the letters that the page has brought along
    const copy = figure.querySelector(".drawing svg").cloneNode(true);
    const style = document.createElementNS(copy.namespaceURI, "style");
    style.textContent = fonts().map((rule) => rule.cssText).join("");
    copy.prepend(style);
    return new XMLSerializer().serializeToString(copy);
  };
  const unpacked = (packed) => {
    const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer();
  };
  const painted = async (figure) => {
    const [image, canvas] = [new Image(), document.createElement("canvas")];
    image.src = `data:image/svg+xml,${encodeURIComponent(drawn(figure))}`;
    await image.decode();
    const { width, height } = figure.querySelector(".drawing svg").viewBox.baseVal;
    [canvas.width, canvas.height] = [width, height].map((points) => Math.round((points * PPI) / 72));
    const paint = canvas.getContext("2d");
    paint.fillStyle = "#fff";
    paint.fillRect(0, 0, canvas.width, canvas.height);
    paint.drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };
  const ways = {
    svg: (figure) => new Blob([`<?xml version="1.0" encoding="utf-8"?>\n${drawn(figure)}\n`], { type: "image/svg+xml" }),
    pdf: (figure) => {
      const [drawing, about] = [figure.querySelector(".drawing svg"), figure.querySelector(".label").textContent.slice(0, -1)];
      return drawingAsPDF(drawing, fonts(), `${about}: ${document.title}`, drawing.parentNode.ariaLabel);
    },
    png: painted,
    csv: async (carrier) => new Blob([await unpacked(carrier.dataset.csv)], { type: "text/csv" }),
  };
  // what it is made of: the numbers behind a figure have a table of their own
  const source = (link, figure, kind) => {
    if (!("DecompressionStream" in window)) return null;
    return kind !== "csv" ? kind in ways && figure : (link.closest(".evidence") ?? figure.querySelector(".card"))?.closest("[data-csv]");
  };
  addEventListener("click", async (event) => {
    const [link, figure] = [event.target.closest("a[download]"), event.target.closest("figure")];
    const [name, kind] = link?.pathname.match(/[^/]+\.(\w+)$/) ?? [];
    const from = figure && name && source(link, figure, kind);
    if (!from) return;
    event.preventDefault();
    const given = document.createElement("a");
    try {
      given.href = URL.createObjectURL(await ways[kind](from));
    } catch {  // not here: as a file it may lie beside the page
      given.href = link.href;
    }
    given.download = name;
    given.click();
    setTimeout(() => URL.revokeObjectURL(given.href), 10000);
  });
}

// Cards gain RIS and CSL-JSON, the same as in the files beside the page, and buttons that copy.
{
  const meta = (name) => [...document.querySelectorAll(`meta[name="${name}"]`)].map((one) => one.content);
  const known = (told) => Object.fromEntries(Object.entries(told).filter(([, value]) => value && value.length !== 0));
  const make = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text }, more);
  const told = (card) => {
    const figure = card.closest("figure");
    const address = meta("citation_fulltext_html_url")[0];
    return {
      kind: ["", "fig", "tab"].indexOf(figure?.id.slice(0, 3) ?? ""),
      key: card.querySelector("pre").textContent.match(/^@misc\{([^,]+),/)[1],
      title: card.querySelector("cite").textContent,
      label: figure?.querySelector(".label").textContent.slice(0, -1),
      within: figure && meta("citation_title")[0],
      id: card.querySelector("dd code").textContent,
      authors: meta("citation_author").map((name) => name.split(", ")),
      date: meta("citation_publication_date")[0],
      doi: meta("citation_doi")[0],
      address: address && figure ? `${address.split("#")[0]}#${figure.id}` : address,
    };
  };
  const ris = (work) => {
    const lines = [["TY", ["RPRT", "FIGURE", "DATA"][work.kind]], ["ID", work.key], ["TI", work.title]];
    for (const parts of work.authors) lines.push(["AU", [parts[0], parts.at(2) ?? parts[1], parts[2] && parts[1]].filter(Boolean).join(", ")]);
    if (work.date) lines.push(["PY", work.date.slice(0, 4)], ["DA", work.date]);
    lines.push(["T2", work.within], ["M1", work.label], ["AN", work.id], ["DO", work.doi], ["UR", work.address]);
    return `${lines.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}\n`).join("")}ER  - \n`;
  };
  const csl = (work) => JSON.stringify([known({
    id: work.key,
    type: ["report", "figure", "dataset"][work.kind],
    title: work.title,
    author: work.authors.map(([family, ...rest]) =>
      rest.length ? known({ family, given: rest.at(-1), suffix: rest.length > 1 && rest[0] }) : { literal: family }),
    issued: work.date && { "date-parts": [work.date.split("/").map(Number)] },
    "container-title": work.within,
    number: work.label,
    note: work.id,
    DOI: work.doi,
    URL: work.address,
  })], null, 1);
  const copier = (of, what) => {
    const button = make("button", "Copy", { type: "button", ariaLabel: `Copy ${what}` });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(of.textContent);
        button.textContent = "Copied";
        button.ariaLabel = `Copied ${what}`;
      } catch { // not allowed here: at least it is marked, for the keys that copy
        getSelection().selectAllChildren(of);
      }
    });
    return button;
  };
  const furnish = (card) => {
    if (card.dataset.furnished) return;
    card.dataset.furnished = "yes";
    if (card.querySelector("dd code")) {
      const work = told(card);
      for (const [name, text] of [["CSL-JSON", csl(work)], ["RIS", ris(work)]]) {
        const format = make("details", "");
        format.append(make("summary", name), make("pre", text));
        card.querySelector(".formats > details").after(format);
      }
    }
    if (!navigator.clipboard) return;
    const citation = card.querySelector(".citation");
    card.querySelector(".formats").prepend(copier(citation, "the citation"));
    for (const text of card.querySelectorAll("pre")) text.after(copier(text, text.previousSibling.textContent));
    for (const text of card.querySelectorAll("dd > code")) text.after(copier(text, text.parentNode.previousSibling.textContent));
  };
  addEventListener("toggle", ({ target }) => target.matches(".card") && furnish(target), { capture: true });
  document.querySelectorAll("div.card").forEach(furnish);
}

// A number says its name, and how to cite it, to whoever points at it or taps it. The list at the end has the same.
{
  const note = document.createElement("div");
  let [shown, title, leaving] = [null, "", 0];
  const hide = () => {
    if (shown) shown.title = title;
    [shown, note.hidden] = [null, true];
  };
  const show = (number) => {
    hide();
    [shown, title] = [number, number.title];
    number.removeAttribute("title");  // or the browser would show it over the note
    const [name, ...facts] = title.split(" (");
    const line = (tag, text) => Object.assign(document.createElement(tag), { textContent: text });
    const value = `${number.textContent}${facts.length ? ` (${facts.join(" (")}` : ""}`;
    const cite = line("p", "To cite, with values.tex: ");
    cite.append(line("code", `\\rashomon{${name}}`));
    note.replaceChildren(line("b", name), line("p", value), cite);
    note.hidden = false;
    const { left, top, bottom } = number.getClientRects()[0];
    const above = top - note.offsetHeight - 4;
    note.style.left = `${scrollX + Math.max(8, Math.min(left, document.body.clientWidth - note.offsetWidth - 8))}px`;
    note.style.top = `${scrollY + (above > 0 ? above : bottom + 4)}px`;
  };
  note.className = "about";
  note.hidden = true;
  document.querySelector("main").append(note);
  addEventListener("pointerover", ({ target }) => {
    const number = target.closest?.("data");
    clearTimeout(leaving);
    if (number && number !== shown) show(number);
    else if (!number && shown && !note.contains(target)) leaving = setTimeout(hide, 250);
  });
  addEventListener("keydown", ({ key }) => { if (key === "Escape") hide(); });
}
