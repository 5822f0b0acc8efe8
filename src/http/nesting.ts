/** How deep JSON is nested, told from its text: what walks over it afterwards recurses, and ran out of stack at a thousand. */

/** More than any filter (twenty deep, in three levels of JSON each), and than any object that means something. */
export const deepest = 200;

export function isTooDeep(json: string): boolean {
  let depth = 0;
  let isText = false;
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case '"':
        isText = !isText;
        break;
      case '\\':
        if (isText) at += 1;
        break;
      case '[':
      case '{':
        if (!isText) depth += 1;
        if (depth > deepest) return true;
        break;
      case ']':
      case '}':
        if (!isText) depth -= 1;
    }
  }
  return false;
}
