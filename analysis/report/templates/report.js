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

// A number of a drawing leads to its passages: they are unfolded, and of the numbers one takes the focus, from which the
// arrow keys go to the others.
{
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
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
