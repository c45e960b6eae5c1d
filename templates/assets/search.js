// Pagefind knows Chinese letter by letter, and a word is looked for as a row of letters (docs/architecture.md).
const form = document.getElementById("find"), say = form.dataset, engine = new URL(say.engine, location);
const status = form.nextElementSibling, list = status.nextElementSibling;
let ready, turn = 0;

async function start() {
  const index = await (await fetch(new URL("../indexes.json", engine))).json(), found = await import(engine);
  await found.options({ baseUrl: "/", excerptLength: 60 });
  const here = index.ready.filter((name) => name.startsWith(say.language));
  await Promise.all(here.map((name) => found.mergeIndex(new URL(`../${name}/`, engine).pathname, { baseUrl: "/" })));
  return [found, index.missing];
}

async function find(found, words, filters) {
  const ask = async (text) => (await found.search(text, { filters })).results;
  const row = (word) => /[^\0-~]/.test(word) ? `"${word.replace(/\p{Script=Han}/gu, " $& ")}"` : word;
  const together = async (words) => {
    const sums = {};
    for (const { id, score, data } of (await Promise.all(words.map((word) => ask(row(word))))).flat()) {
      const sum = sums[id] = sums[id] || { data, score: 0, times: 0 };
      sum.score += score;
      sum.times++;
    }
    return Object.values(sums).sort((a, b) => b.times - a.times || b.score - a.score);
  };
  if (!words[0]) return [await ask(null)];
  const all = (await together(words)).filter((hit) => hit.times === words.length);
  return all[0] ? [all] : [await together(words.join("").match(/../gu) || []), 1];
}

const put = (parent, tag, textContent = "", className = "") =>
  parent.appendChild(Object.assign(document.createElement(tag), { textContent, className }));

async function show(results, focus) {
  const mine = turn, pages = await Promise.all(results.slice(0, 10).map((one) => one.data()));
  if (mine === turn) for (const page of pages) {
    const item = put(list, "li", "", "card"), text = page.excerpt.replace(/ ?([^\0-~]|<\/?mark>) ?/g, "$1");
    put(item, "p", page.meta.line, "card-kind");
    const link = put(put(item, "h2", "", "card-title"), "a", page.meta.title);
    link.href = new URL("../.." + page.raw_url, engine);
    if (focus) focus = link.focus();
    const summary = put(item, "p", "", "card-summary");
    text.replace(/&lt;/g, "‹").replace(/&gt;/g, "›").split(/<\/?mark>/).forEach((part, at) =>
      put(summary, at % 2 ? "mark" : "span", part));
  }
  const more = mine === turn && results[10] && put(list, "li");
  if (more) put(more, "button", say.more).onclick = () => show(results.slice(10), 1, more.remove());
}

async function search() {
  const mine = ++turn, given = [...new FormData(form)].filter(([, value]) => value.trim());
  const { q = "", ...filters } = Object.fromEntries(given);
  history.replaceState(0, "", "?" + new URLSearchParams(given));
  list.textContent = "";
  status.textContent = given[0] ? say.searching : say.empty;
  if (given[0]) try {
    const late = new Promise((_, no) => setTimeout(no, 15e3));
    const [found, missing] = await Promise.race([ready = ready || start(), late]);
    const [results, near] = await find(found, q.normalize("NFKC").match(/[\p{L}\p{N}]+/gu) || [], filters);
    if (mine === turn) await show(results);
    const told = !results[0] ? say.none : near ? say.near : say.count;
    if (mine === turn) status.textContent = told.replace("{n}", results.length) + (missing ? say.partly : "");
  } catch {
    ready = 0;
    if (mine === turn) status.textContent = say.broken;
  }
}

form.previousElementSibling.hidden = !(form.hidden = false);
form.q.onfocus = () => { ready = ready || start(); };
new URLSearchParams(location.search).forEach((value, name) => {
  if (form[name]) form[name].value = value;
});
form.onsubmit = (event) => event.preventDefault(search());
form.onchange = (event) => event.target.name === "q" || search();
if (location.search) search();
