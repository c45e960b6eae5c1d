// 朗读: reads the page aloud and marks the sentence that is heard. One at a time: browsers fall silent in a long text.
(() => {
  const panel = document.querySelector('.aloud'), speech = window.speechSynthesis;
  if (!panel || !document.documentElement.classList.contains('can-speak')) return;
  const BLOCKS = 'h1, h2, h3, h4, p, li, dt, dd, caption, th, td, figcaption, summary';
  const UNSAID = 'nav, [hidden], [aria-hidden=true], .unseen, details:not([open]) > :not(summary)';
  const [pause, , status] = panel.children, [go, goOn] = pause.children;
  const marks = window.CSS && CSS.highlights;
  let sentences = [], at = 0, turn = 0;

  const collect = () => {
    const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
    let block, range;
    sentences = [];
    for (let node; (node = walker.nextNode());) {
      const parent = node.parentElement, its = parent.closest(BLOCKS);
      if (!its || parent.closest(UNSAID) || !parent.getClientRects().length) continue;
      if (its !== block) range = null;
      block = its;
      let end = 0;
      for (const part of node.data.match(/.*?(?:[。！？；!?]+[”’」』）]*|\.\s|$)/gs)) {
        if (!part.trim()) { end += part.length; continue; }
        if (!range) sentences.push([range = document.createRange(), parent]), range.setStart(node, end);
        range.setEnd(node, end += part.length);
        if (/[。！？；!?”’」』）]$|\.\s$/.test(part)) range = null;
      }
    }
  };
  const hush = (goesOn) => { turn += 1; speech.cancel(); go.hidden = goesOn; goOn.hidden = !goesOn; };
  const stop = () => { hush(false); panel.hidden = true; if (marks) marks.delete('aloud'); };
  const say = () => {
    if (!sentences[at]) return stop();
    const [range, place] = sentences[at], mine = turn, said = new SpeechSynthesisUtterance(range.toString());
    said.lang = place.closest('[lang]').lang;
    said.onend = () => { if (mine === turn) at += 1, say(); };
    said.onerror = () => { if (mine === turn) hush(true), status.textContent = status.dataset.silent; };
    const late = setTimeout(said.onerror, 8000); // a device without voices may say nothing at all, not even that
    said.onstart = () => clearTimeout(late);
    if (marks) marks.set('aloud', new Highlight(range));
    place.scrollIntoView({ block: 'nearest' });
    speech.speak(said);
  };
  const start = () => { stop(); collect(); at = 0; panel.hidden = false; status.textContent = ''; say(); };
  // What browsers call pausing is the end on some phones: so the sentence begins anew.
  const turnOver = () => { const wasQuiet = go.hidden; hush(!wasQuiet); if (wasQuiet) say(); };
  const acts = { start, pause: turnOver, stop: () => { stop(); panel.previousElementSibling.focus(); } };
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-aloud]');
    if (button) acts[button.dataset.aloud]();
  });
  addEventListener('pagehide', stop);
})();
