// Everything on the page can be read without this script; it only adds ease. It loads and sends nothing.
"use strict";

// The contents follow the reader: the last heading that has passed the top of the window is the current one.
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
