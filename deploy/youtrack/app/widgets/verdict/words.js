/** The panel's words; anything but Russian is English. */

const RU = {
  in_scope: 'Входит в договор',
  bonus: 'Бонус',
  beyond_scope: 'Сверх договора',
  unclear: 'Уточняем, входит ли в договор',
  defect: 'Наша ошибка, исправляем бесплатно',
  warranty: 'Гарантия',
  signed_off: 'Этап принят',
  outdated: 'После подписи этап изменился, нужна новая подпись',
  boxes: (done, of) => `Готово по списку: ${done} из ${of}`,
  answer: 'Ответить можно комментарием с цифрой.',
  failed: 'Не удалось показать, что известно о задаче. Обновите страницу чуть позже.',
};

const EN = {
  in_scope: 'Part of the contract',
  bonus: 'A bonus',
  beyond_scope: 'Beyond the contract',
  unclear: 'We are checking whether it is part of the contract',
  defect: 'Our defect, mended at no cost',
  warranty: 'Warranty',
  signed_off: 'The stage is accepted',
  outdated: 'The stage has changed since it was signed and needs a new signature',
  boxes: (done, of) => `Done on the list: ${done} of ${of}`,
  answer: 'A comment with the number is enough of an answer.',
  failed: 'What is known about this issue could not be shown. Please reload the page a little later.',
};

export function wordsFor(locale) {
  return /^ru\b/i.test(locale || '') ? RU : EN;
}
