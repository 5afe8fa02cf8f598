// Starts the Wasm program of the page, and says in words what is wrong when it can't run.
// A file of its own because the page's policy allows no inline script.

const words = {
  en: {
    loading: "Loading…",
    reload: "Reload the page",
    missing: {
      title: "This page could not be loaded",
      text: "A part of it did not arrive: the connection failed, or a new version was just installed. Nothing was changed. Reload the page; if it happens again, tell your administrator.",
    },
    blocked: {
      title: "This page is not allowed to run",
      text: "WebAssembly is switched off here. Nothing was changed. Administrator: the Content-Security-Policy of this page needs script-src 'self' 'wasm-unsafe-eval'.",
    },
    panic: {
      title: "Something broke in this page",
      text: "If you were saving, look at what is stored before you save again. Reload the page.",
      // The consent screen sends nothing that nobody pressed.
      consent: "Nothing was sent by itself. Reload the page: it says whether anything was decided.",
    },
  },
  fr: {
    loading: "Chargement…",
    reload: "Recharger la page",
    missing: {
      title: "Cette page n’a pas pu être chargée",
      text: "Une partie n’est pas arrivée : la connexion a échoué, ou une nouvelle version vient d’être installée. Rien n’a été modifié. Rechargez la page ; si cela se reproduit, prévenez votre administrateur.",
    },
    blocked: {
      title: "Cette page n’a pas le droit de s’exécuter",
      text: "WebAssembly est désactivé ici. Rien n’a été modifié. Administrateur : la Content-Security-Policy de cette page doit contenir script-src 'self' 'wasm-unsafe-eval'.",
    },
    panic: {
      title: "Une erreur s’est produite dans cette page",
      text: "Si un enregistrement était en cours, vérifiez ce qui est enregistré avant de recommencer. Rechargez la page.",
      consent: "Rien n’a été envoyé de lui-même. Rechargez la page : elle dit si quelque chose a été décidé.",
    },
  },
};

const RELOADED = "countersign-reloaded";
let started = false;
let broken = false;

// What the app remembers of the person's choices, see src/preferences.rs.
function chosen(what) {
  try {
    return localStorage.getItem(`countersign.${what}`);
  } catch {
    return null;
  }
}

// Once it runs, the app keeps the document's language; before, `lang` is only the file's own.
function language() {
  if (started) return known(document.documentElement.lang) ?? "en";
  return [chosen("locale"), ...navigator.languages].map(known).find(Boolean) ?? "en";
}

function known(tag) {
  const language = tag?.split("-")[0].toLowerCase();
  return Object.hasOwn(words, language) ? language : undefined;
}

function element(name, className, text) {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

function show(problem) {
  const lang = language();
  const { title, text, [document.body.dataset.page]: own } = words[lang][problem];
  const card = element("div", "notice", "");
  card.lang = lang;
  card.setAttribute("role", "alert");
  const heading = element("h1", "notice__title", title);
  heading.tabIndex = -1;
  const actions = element("div", "button-row", "");
  const button = element("button", "button button--primary", words[lang].reload);
  button.type = "button";
  button.addEventListener("click", () => location.reload());
  actions.append(button);
  card.append(heading, element("p", "notice__text", own ?? text), actions);
  // The splash's layout stretches its child, which a notice must not be.
  const main = document.createElement("main");
  main.append(card);
  const page = element("div", "splash", "");
  page.append(main);
  document.body.replaceChildren(page);
  heading.focus();
}

// The Wasm instance must not be called again.
function breakDown() {
  if (broken) return;
  broken = true;
  show("panic");
}

// From the panic hook of the app. Traps that reach no hook end as a RuntimeError.
addEventListener("countersign-panic", breakDown);
addEventListener("error", ({ error }) => {
  if (isTrap(error)) breakDown();
});
addEventListener("unhandledrejection", ({ reason }) => {
  if (isTrap(reason)) breakDown();
});

function isTrap(error) {
  return globalThis.WebAssembly !== undefined && error instanceof WebAssembly.RuntimeError;
}

// The smallest module there is: only a policy (or a browser without Wasm) refuses it.
function wasmRuns() {
  try {
    return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
  } catch {
    return false;
  }
}

// After a redeploy an old page names files that are gone; a fresh page names the new ones. Once
// only, and never where storage can't remember that it was done.
function reloadOnce() {
  try {
    if (!navigator.onLine || sessionStorage.getItem(RELOADED)) return false;
    sessionStorage.setItem(RELOADED, "1");
    if (!sessionStorage.getItem(RELOADED)) return false;
  } catch {
    return false;
  }
  location.reload();
  return true;
}

function forgetReload() {
  try {
    sessionStorage.removeItem(RELOADED);
  } catch {
    // Storage is refused, so there is nothing to forget.
  }
}

// Before the first bytes of the program, so that the splash has the colours of what comes.
const theme = chosen("theme");
if (theme) document.documentElement.dataset.theme = theme;

const status = document.querySelector(".splash__status");
if (status) {
  status.lang = language();
  status.textContent = words[language()].loading;
}

const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
try {
  // Both at once: to compile takes longer than to load.
  const loading = Promise.all([import(js), WebAssembly.compileStreaming(fetch(wasm))]);
  // The first use of Intl takes its time, which there is while the program is on its way; but the
  // consent screen seldom has dates.
  if (!document.body.dataset.page) new Intl.DateTimeFormat(language(), { month: "short" }).format();
  const [program, module] = await loading;
  await program.default({ module_or_path: module });
  started = true;
  forgetReload();
} catch (error) {
  console.error(error);
  if (broken || isTrap(error)) {
    breakDown();
  } else if (!wasmRuns()) {
    show("blocked");
  } else if (!reloadOnce()) {
    show("missing");
  }
}
