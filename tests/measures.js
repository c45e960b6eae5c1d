// What is measured in a page: each function returns what is wrong, in words, and nothing where all is well.
window.measures = (() => {
  const round = (n) => Math.round(n * 10) / 10;
  const words = (node) => node.textContent.trim().slice(0, 20);
  const UNSEEN = '.unseen, .skip:not(:focus), details:not([open]) > :not(summary)';
  const isAside = (node) => node.closest(UNSEEN) || (node.closest('thead') && getComputedStyle(node.closest('thead')).position === 'absolute');

  function* texts() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode());) {
      const parent = node.parentElement, range = document.createRange();
      range.selectNodeContents(node);
      const lines = [...range.getClientRects()].filter((line) => line.width);
      if (node.data.trim() && lines.length && !isAside(parent)) yield { node, parent, lines, style: getComputedStyle(parent) };
    }
  }

  const seen = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length && !isAside(one));
  const gap = (a, b) => Math.max(b.left - a.right, a.left - b.right, b.top - a.bottom, a.top - b.bottom);
  const isSame = (a, b) => a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;

  return {
    smallText: (least) => [...texts()].filter(({ style }) => parseFloat(style.fontSize) < least - 0.1)
      .map(({ node, style }) => `${words(node)}: ${style.fontSize}`),

    tightLines: () => [...texts()].flatMap(({ node, parent, style }) => {
      const size = parseFloat(style.fontSize), ratio = parseFloat(style.lineHeight) / size;
      const isRunning = parent.closest('main p, main li, main dd, main td, main figcaption, main blockquote') &&
        !parent.closest('h1, h2, h3, h4') && size < 1.2 * parseFloat(getComputedStyle(document.documentElement).fontSize);
      return ratio > 2.01 || ratio < (isRunning ? 1.49 : 1.1) ? [`${words(node)}: ${round(ratio)}`] : [];
    }),

    tightParagraphs: () => seen('.prose p + p, .section > p:not(.more, .figure-number) + p:not(.more)').flatMap((next) => {
      const leading = parseFloat(getComputedStyle(next).lineHeight);
      const apart = next.getBoundingClientRect().top - next.previousElementSibling.getBoundingClientRect().bottom + leading;
      return apart < 1.49 * leading ? [`${words(next)}: ${round(apart / leading)}`] : [];
    }),

    longLines: (most) => [...texts()].flatMap(({ node, lines, style }) => {
      const length = Math.max(...lines.map((line) => line.width)) / parseFloat(style.fontSize);
      return length > most + 0.2 ? [`${words(node)}: ${round(length)}`] : [];
    }),

    slantedText: () => [...texts()].filter(({ style }) => style.fontStyle !== 'normal').map(({ node }) => words(node)),

    // Links in a sentence are not looked at: they are as high as its line.
    smallTargets: (least) => {
      const found = seen('a, button, summary, input, select').filter((one) => getComputedStyle(one).display !== 'inline');
      const boxes = found.map((one) => [words(one), one.getBoundingClientRect()]);
      const small = boxes.filter(([, box]) => box.width < least - 0.5 || box.height < least - 0.5)
        .map(([name, box]) => `${name}: ${round(box.width)} × ${round(box.height)}`);
      const close = boxes.flatMap(([name, box], i) => boxes.slice(i + 1)
        .filter(([, other]) => !isSame(box, other) && gap(box, other) < 7.5)
        .map(([other, its]) => `${name} and ${other}: ${round(gap(box, its))} apart`));
      return [...small, ...close];
    },

    outside: () => {
      const { scrollWidth, clientWidth } = document.documentElement;
      const found = [...texts()].filter(({ lines }) => lines.some((line) => line.left < -1 || line.right > clientWidth + 1));
      return [...(scrollWidth > clientWidth ? [`${scrollWidth} wide`] : []), ...found.map(({ node }) => words(node))];
    },

    // Of a line only what a character fills: a font's own box is higher than that.
    covered: () => {
      const boxes = [...texts()].flatMap(({ node, lines, style }) => lines.map((line) => {
        const middle = (line.top + line.bottom) / 2, half = parseFloat(style.fontSize) / 2;
        return [node, { left: line.left, right: line.right, top: middle - half, bottom: middle + half }];
      }));
      boxes.sort((a, b) => a[1].top - b[1].top);
      return boxes.flatMap(([node, box], i) => {
        const hits = [];
        for (let j = i + 1; j < boxes.length && boxes[j][1].top < box.bottom - 3; j += 1) {
          const [other, its] = boxes[j];
          if (other !== node && gap(box, its) < -3) hits.push(`${words(node)} and ${words(other)}`);
        }
        return hits;
      });
    },

    // After a key was pressed: then a browser shows where it is.
    hiddenFocus: () => seen('a[href], button, summary, input').flatMap((one) => {
      one.focus();
      const style = getComputedStyle(one), line = one.getClientRects()[0];
      const x = line.left + line.width / 2, y = line.top + line.height / 2, top = document.elementFromPoint(x, y);
      const faults = [];
      if (document.activeElement !== one) faults.push('takes no focus');
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('no outline');
      if (y < 0 || y > innerHeight || x < 0 || x > innerWidth) faults.push('out of sight');
      else if (top !== one && !one.contains(top)) faults.push('covered');
      return faults.map((fault) => `${words(one)}: ${fault}`);
    }),

    badStructure: () => {
      const faults = [];
      if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
      if (!document.documentElement.lang) faults.push('no lang');
      for (const one of document.querySelectorAll('main img')) {
        const file = one.getAttribute('src').split('/').pop().split('.')[0];
        if (!one.alt.trim() || one.alt.includes(file)) faults.push(`alt of ${file}: ${one.alt}`);
      }
      for (const one of document.querySelectorAll('table')) {
        if (!one.caption && !one.closest('.prose')) faults.push(`no caption: ${words(one)}`);
        if ([...one.querySelectorAll('th')].some((head) => !head.scope && !head.closest('.prose'))) faults.push(`no scope: ${words(one)}`);
      }
      if (document.querySelector('iframe, [style], style, script:not([src]):not([type="application/ld+json"])')) faults.push('inline or framed');
      if (document.cookie) faults.push('a cookie');
      return faults;
    },

    badTypography: () => [...document.querySelectorAll('h1, h2, h3, h4, p, li, dt, dd, th, td, figcaption, summary, caption, a')].flatMap((one) => {
      if (!one.closest('[lang]').lang.startsWith('zh') || one.querySelector('code, pre') || one.closest('code, pre')) return [];
      const faults = one.textContent.match(/[\u4e00-\u9fff][,.!?;:][\u4e00-\u9fff]|["']|\.\.\.|--|[０-９Ａ-Ｚａ-ｚ]|[\u4e00-\u9fff] +[\u4e00-\u9fff](?=$)/u);
      return faults ? [`${words(one)}: ${faults[0]}`] : [];
    }),

    bareBadges: () => [...document.querySelectorAll('.badge')].filter((one) => !one.querySelector('svg *') || !one.textContent.trim()).map(words),

    // What is the same on every page, in the order in which it comes.
    frame: () => seen('.tool, .site-name a, .site-nav a, main, .contact dt, .site-footer nav a').filter((one) => !one.matches('.with-voice'))
      .map((one) => (one.matches('main') ? 'main' : one.textContent.trim())),

    said: (leftOut) => {
      const gone = [...document.querySelectorAll(leftOut || 'none')];
      const places = gone.map((one) => [one, one.parentNode, one.nextSibling]);
      gone.forEach((one) => one.remove());
      const said = document.querySelector('main').innerText.replace(/\s/g, '').toLowerCase();
      places.reverse().forEach(([one, parent, next]) => parent.insertBefore(one, next));
      return said;
    },

    ways: () => seen('main a[href], .site-nav a, .site-footer a, .crumbs a').length,
  };
})();
