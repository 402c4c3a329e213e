// One entry: every module finds its own hooks inside a root and does nothing where there are none.
import { autosave } from "./autosave.js";
import { capital } from "./capital.js";
import { checks } from "./checks.js";
import { drawer } from "./drawer.js";
import { keys } from "./keys.js";
import { locate } from "./locate.js";
import { menu } from "./menu.js";
import { preview } from "./preview.js";
import { rows } from "./rows.js";
import { search } from "./search.js";

const perRoot = [autosave, capital, checks, locate, preview, rows];

function start(root) {
  for (const module of perRoot) module(root);
}

menu();
drawer();
keys();
search();
start(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) start(event.target);
});
