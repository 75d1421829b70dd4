// The theme gives its search the role of a dialog, and no name for those who hear the page.
document.querySelector(".md-search")?.setAttribute("aria-label", "Search");

// A table that is wider than the screen can be moved by the keys, too.
window.addEventListener("load", () =>
  document.querySelectorAll(".md-typeset__scrollwrap").forEach((table) => table.setAttribute("tabindex", "0")),
);
