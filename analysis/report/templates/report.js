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
