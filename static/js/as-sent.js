// A page can be answered before its script is there: what the person changed until then is found
// by comparing the form with itself as the server sent it.

/** @returns the fields of the form as the page came in, [name, value] each */
export function asSent(form) {
  const copy = form.cloneNode(true);
  copy.reset();
  return [...new FormData(copy)];
}
