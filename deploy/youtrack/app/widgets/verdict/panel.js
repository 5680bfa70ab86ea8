/* Texts are put in as text, never as markup: whatever a comment holds, it stays words. */
import {linesOf} from './lines.js';
import {wordsFor} from './words.js';

function line(entry) {
  if (entry.kind === 'options') {
    const list = document.createElement('ol');
    entry.items.forEach((item) => {
      const option = document.createElement('li');
      option.textContent = item;
      list.append(option);
    });
    return list;
  }
  const paragraph = document.createElement('p');
  paragraph.className = entry.kind;
  paragraph.textContent = entry.text;
  return paragraph;
}

const panel = document.getElementById('panel');
const host = await YTApp.register();
const words = wordsFor(YTApp.locale);
document.documentElement.lang = words === wordsFor('ru') ? 'ru' : 'en';
try {
  const shown = await host.fetchApp('verdict/shown', {scope: true});
  panel.replaceChildren(...linesOf(shown, words).map(line));
} catch {
  panel.replaceChildren(line({kind: 'quiet', text: words.failed}));
}
