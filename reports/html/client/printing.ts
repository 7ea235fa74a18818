/**
 * Draws and opens on paper what nobody can open there, and folds it again afterwards. What is long and says little by
 * itself, such as the list of all cases of a group, stays folded.
 */
export function openForPrint(): void {
  let opened: HTMLDetailsElement[] = [];
  const open = (): void => {
    for (const folded of document.querySelectorAll<HTMLDetailsElement>(
      'details[data-print="true"]:not([open])',
    )) {
      folded.dispatchEvent(new Event('draw'));
      folded.open = true;
      opened.push(folded);
    }
  };
  const close = (): void => {
    for (const folded of opened) folded.open = false;
    opened = [];
  };
  addEventListener('beforeprint', open);
  addEventListener('afterprint', close);
}

/** Opens what a link leads into: the group of differences that is named in the address. */
export function openWhatIsLinked(): void {
  const follow = (): void => {
    const id = decodeURIComponent(location.hash.slice(1));
    const target = id === '' ? null : document.getElementById(id);
    const around = target?.closest('details');
    if (around) around.open = true;
    target?.scrollIntoView();
  };
  addEventListener('hashchange', follow);
  follow();
}
