// Keeps the page up to date while the site is being written. The server puts this into pages that it shows, never into
// the output.
(() => {
  "use strict";

  const page = document.getElementById("dizao-page");
  if (!page) return;
  const words = JSON.parse(page.dataset.words);
  const kind = page.dataset.kind; // "page", "missing" (shown in place of a page that is not there) or "waiting"
  const server = page.dataset.server;
  let generation = Number(page.dataset.generation);
  const attempt = Number(page.dataset.attempt);

  const decoded = (path) => {
    try {
      return decodeURIComponent(path);
    } catch {
      return path;
    }
  };
  const here = decoded(location.pathname).replace(/(^|\/)index\.html$/, "$1");

  let reloading = false;
  const reload = () => {
    if (!reloading) {
      reloading = true;
      location.reload();
    }
  };

  // -- what a rebuild means for this page ---------------------------------------------------------

  const take = {
    state(state) {
      if (state.server !== server || state.generation > generation) return reload();
      if (kind !== "waiting") return show(state.problems);
      if (state.attempt > attempt) reload();
    },

    built(built) {
      if (built.server !== server || built.generation > generation + 1) return reload();
      if (built.generation > generation) {
        generation = built.generation;
        if (kind === "waiting" || built.everything) return reload();
        const changed = new Set([...built.written, ...built.deleted].map(decoded));
        if (kind === "missing" && changed.has("/404.html")) return reload();
        if (changed.has(here)) return reload();
        if (uses(changed)) return reload();
      }
      show([]);
    },

    problems(problems) {
      if (kind === "waiting") return reload();
      show(problems);
    },
  };

  // Takes over changed style sheets on the spot; tells whether anything else that this page is made of changed.
  function uses(changed) {
    const loaded = new Set(
      performance.getEntriesByType("resource").map((entry) => decoded(new URL(entry.name, location.href).pathname)),
    );
    const swapped = new Set();
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const address = new URL(link.href, location.href);
      const path = decoded(address.pathname);
      if (address.origin !== location.origin || !changed.has(path)) continue;
      const fresh = link.cloneNode();
      address.searchParams.set("generation", generation);
      fresh.href = address.href;
      fresh.onload = fresh.onerror = () => link.remove();
      link.after(fresh);
      swapped.add(path);
    }
    return [...changed].some((path) => !swapped.has(path) && (path.endsWith(".js") || loaded.has(path)));
  }

  // -- one stream for all tabs --------------------------------------------------------------------

  // A browser opens six connections to one server. Were each tab to keep one, the seventh would not load. So one tab
  // listens and passes on what it hears; when it closes, its lock goes to another.
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel("dizao-live") : null;
  let source = null;
  let last = null;

  function hear(type, data) {
    if (type === "state") last = data;
    else if (last && type === "built") {
      last = { ...last, generation: data.generation, attempt: last.attempt + 1, problems: [] };
    } else if (last) last = { ...last, attempt: last.attempt + 1, problems: data };
    channel?.postMessage({ type, data });
    take[type](data);
  }

  function listen() {
    source = new EventSource("/_dizao/events");
    for (const type of Object.keys(take)) {
      source.addEventListener(type, (event) => hear(type, JSON.parse(event.data)));
    }
    source.addEventListener("error", () => {
      // The browser tries again by itself, except after an answer that is not a stream.
      if (source && source.readyState === EventSource.CLOSED) setTimeout(listen, 2000);
    });
  }

  if (channel && navigator.locks) {
    channel.addEventListener("message", (event) => {
      const { type, data } = event.data;
      if (type !== "ask") take[type]?.(data);
      else if (last) channel.postMessage({ type: "state", data: last });
    });
    navigator.locks.request("dizao-live", () => {
      listen();
      return new Promise(() => {});
    });
    channel.postMessage({ type: "ask" });
  } else {
    // Locks need a trustworthy address, which a plain network address is not: there, only the tab in sight listens.
    const look = () => {
      if (document.visibilityState === "visible") {
        if (!source) listen();
      } else if (source) {
        source.close();
        source = null;
      }
    };
    document.addEventListener("visibilitychange", look);
    look();
  }
  addEventListener("pagehide", () => source?.close());

  // -- the problems, over the page ----------------------------------------------------------------

  // Only textContent: what is shown comes from files that anybody may have written.
  function element(name, className, text) {
    const made = document.createElement(name);
    made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  let isFolded = false;

  function show(problems) {
    document.getElementById("dizao-problems")?.remove();
    if (!problems.length) {
      isFolded = false;
      return;
    }
    if (!document.querySelector('link[href="/_dizao/reload.css"]')) {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = "/_dizao/reload.css";
      document.head.append(style);
    }
    const panel = element("section", "dizao-problems");
    panel.id = "dizao-problems";
    panel.setAttribute("role", "status");
    const head = element("div", "dizao-head");
    const errors = problems.filter((problem) => problem.level === "error");
    const title = element("h2", "dizao-title", words.title.replace("{count}", errors.length || problems.length));
    const fold = element("button", "dizao-fold");
    fold.type = "button";
    head.append(title, fold);
    const body = element("div", "dizao-body");
    body.id = "dizao-problems-body";
    body.append(element("p", "dizao-explained", words.explained));
    const list = element("ol", "dizao-list");
    for (const problem of problems) {
      const item = element("li", "dizao-problem");
      const place = element("p", "dizao-place");
      place.append(element("span", "dizao-level", words[problem.level] ?? problem.level), ` ${problem.place}`);
      item.append(place, element("p", "dizao-message", problem.message));
      if (problem.line_text) item.append(element("pre", "dizao-line", problem.line_text));
      if (problem.hint) item.append(element("p", "dizao-hint", words.hint.replace("{hint}", () => problem.hint)));
      list.append(item);
    }
    body.append(list);
    const draw = () => {
      body.hidden = isFolded;
      fold.textContent = isFolded ? words.unfold : words.fold;
      fold.setAttribute("aria-expanded", String(!isFolded));
    };
    fold.setAttribute("aria-controls", body.id);
    fold.addEventListener("click", () => {
      isFolded = !isFolded;
      draw();
    });
    draw();
    panel.append(head, body);
    document.body.append(panel);
  }
})();
