/** What stands in the panel, as data: one entry a line, in order. Nothing at all where nothing is known. */

export function linesOf(shown, words) {
  const lines = [];
  if (shown.verdict) {
    lines.push({kind: 'verdict', text: words[shown.verdict]});
  }
  if (shown.options.length > 0) {
    lines.push({kind: 'text', text: shown.head});
    lines.push({kind: 'options', items: shown.options});
    lines.push({kind: 'quiet', text: words.answer});
  }
  if (shown.stage.state) {
    lines.push({kind: 'verdict', text: words[shown.stage.state]});
  }
  if (shown.stage.of > 0) {
    lines.push({kind: 'quiet', text: words.boxes(shown.stage.done, shown.stage.of)});
  }
  return lines;
}
