// 长辈版: larger text and targets, kept on the device. Runs before the page shows, so that nothing jumps, and tells the
// style sheet what works here.
(() => {
  const root = document.documentElement, SIZES = ['18', '20', '22', '26', '30'], KEY = 'dizao-elder';
  // Where nothing can be kept, the choice lasts as long as the page.
  const kept = () => {
    try { return localStorage.getItem(KEY); } catch (_) { return root.dataset.elder; }
  };
  const show = (size) => {
    const at = SIZES.indexOf(size);
    if (at < 0) delete root.dataset.elder;
    else root.dataset.elder = size;
    for (const button of document.querySelectorAll('[data-text]')) {
      button.setAttribute('aria-disabled', !SIZES[at + +button.dataset.text]);
    }
  };
  root.classList.add('js');
  if (window.speechSynthesis && window.SpeechSynthesisUtterance) root.classList.add('can-speak');
  show(kept());
  addEventListener('pageshow', () => show(kept()));
  document.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-elder-switch], [data-text]'), size = root.dataset.elder;
    if (!button) return;
    const step = button.dataset.text, next = step ? SIZES[SIZES.indexOf(size) + +step] || size : size ? '' : '22';
    try { localStorage.setItem(KEY, next); } catch (_) { /* see kept */ }
    show(next);
  });
})();
