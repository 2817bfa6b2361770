/** JavaScript or TypeScript source with what is no code blanked out, so that rules can be checked by plain search. */

/** After these a slash starts a regular expression; after anything else it divides. */
const BEFORE_REGULAR_EXPRESSION =
  /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|await|yield))\s*$/;

/**
 * Replaces comments by blanks, and with `strings: true` also the content of strings, templates and regular
 * expressions. Lines stay where they are; code inside a template's `${...}` stays.
 */
export function codeOnly(source: string, { strings }: { readonly strings: boolean }): string {
  let code = "";
  let position = 0;
  /** Open braces since each template placeholder began; empty outside of templates. */
  const placeholders: number[] = [];
  const keep = (end: number) => {
    code += source.slice(position, end);
    position = end;
  };
  const blank = (end: number, wanted = true) => {
    const text = source.slice(position, end);
    code += wanted ? text.replace(/[^\n]/g, " ") : text;
    position = end;
  };
  while (position < source.length) {
    const character = source[position];
    const two = source.slice(position, position + 2);
    if (two === "//") blank(endOf(source, "\n", position));
    else if (two === "/*") blank(endOf(source, "*/", position + 2) + 2);
    else if (character === '"' || character === "'") blankLiteral(endOfQuoted(source, position));
    else if (character === "`") startTemplate(position + 1);
    else if (character === "}" && placeholders.at(-1) === 0) {
      placeholders.pop();
      startTemplate(position + 1);
    } else if (character === "/" && BEFORE_REGULAR_EXPRESSION.test(code.slice(-40)))
      blankLiteral(endOfRegularExpression(source, position));
    else {
      if (placeholders.length > 0 && (character === "{" || character === "}"))
        placeholders[placeholders.length - 1] += character === "{" ? 1 : -1;
      keep(position + 1);
    }
  }
  return code;

  /** Keeps the delimiters, so that what follows still reads as code. */
  function blankLiteral(end: number): void {
    keep(position + 1);
    blank(Math.max(position, end - 1), strings);
    keep(end);
  }

  /** From the text of a template up to its end, or to the code of the next placeholder. */
  function startTemplate(textStart: number): void {
    keep(textStart);
    let end = textStart;
    while (end < source.length && source[end] !== "`" && source.slice(end, end + 2) !== "${")
      end += source[end] === "\\" ? 2 : 1;
    blank(Math.min(end, source.length), strings);
    if (source[position] === "`") keep(position + 1);
    else if (position < source.length) {
      keep(position + 2);
      placeholders.push(0);
    }
  }
}

function endOf(source: string, wanted: string, from: number): number {
  const found = source.indexOf(wanted, from);
  return found === -1 ? source.length : found;
}

function endOfQuoted(source: string, start: number): number {
  const quote = source[start];
  let end = start + 1;
  while (end < source.length && source[end] !== quote && source[end] !== "\n") end += source[end] === "\\" ? 2 : 1;
  return Math.min(end + 1, source.length);
}

function endOfRegularExpression(source: string, start: number): number {
  let end = start + 1;
  let inClass = false;
  while (end < source.length && source[end] !== "\n" && (inClass || source[end] !== "/")) {
    if (source[end] === "[") inClass = true;
    if (source[end] === "]") inClass = false;
    end += source[end] === "\\" ? 2 : 1;
  }
  return Math.min(end + 1, source.length);
}

/** What a source imports: static, re-exported and dynamic, each with its 1-based line. */
export function importsOf(source: string): readonly { readonly specifier: string; readonly line: number }[] {
  const code = codeOnly(source, { strings: false });
  const pattern = /(?:\bfrom|\bimport|\bimport\s*\()\s*(["'])([^"'\n]+)\1/g;
  return Array.from(code.matchAll(pattern), (match) => ({ specifier: match[2], line: lineAt(code, match.index) }));
}

/** 1-based line of an offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}
