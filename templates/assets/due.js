// A page that was not made anew on the day a status changed says so, and shows what follows from the date alone.
// What is written takes the place of something that was no shorter, so that nothing moves.
(() => {
  const SHAPES = {
    overdue: '<path fill="currentColor" d="M10 1.5L19.2 18H.8z"/><path class="cut" d="M10 7.2v5M10 14.4v1.4"/>',
    'due-soon': '<circle cx="10" cy="10" r="8"/><path d="M10 5v5.4l3.6 2.2"/>',
  };
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);

  for (const told of document.querySelectorAll('[data-due]')) {
    if (today < told.dataset.due) continue;
    for (const part of told.querySelectorAll('[data-then]')) part.textContent = part.dataset.then;
    for (const badge of told.querySelectorAll('[data-key]')) {
      badge.className = `badge badge-${badge.dataset.key}`;
      badge.querySelector('svg').innerHTML = SHAPES[badge.dataset.key] || '';
    }
  }
})();
