// Cuts a script at its top-level semicolons, to send it as native engines do since 7.4: one message a statement.
// Those engines cut with a parser and send the script whole when the parser fails; this scanner never fails, so
// a history says by itself (`prisma = "statement-wise"`) whether the cut is meant.

const TOKEN = new RegExp(
  [
    /--[^\r\n]*/, // comment to the end of the line
    /[eE]'(?:\\[^]|''|[^'\\])*'/, // string with backslash escapes
    /'(?:''|[^'])*'/,
    /"(?:""|[^"])*"/,
    /[\p{L}_][\p{L}\p{N}_$]*/u, // word; takes a `$` inside, so that it begins no dollar quote
    /\$(?<tag>(?:[\p{L}_][\p{L}\p{N}_]*)?)\$/u,
    /\/\*/,
    /[^]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'uy',
)

export function statements(script) {
  const found = []
  let start = 0
  let hasContent = false
  const cut = (end) => {
    if (hasContent) found.push(script.slice(start, end))
    start = end
    hasContent = false
  }
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < script.length; ) {
    const match = TOKEN.exec(script)
    const [token] = match
    if (token === '/*') TOKEN.lastIndex = endOfComment(script, TOKEN.lastIndex)
    else if (token === ';') cut(TOKEN.lastIndex)
    else if (!token.startsWith('--') && token.trim() !== '') hasContent = true
    if (match.groups.tag !== undefined) TOKEN.lastIndex = after(script, token, TOKEN.lastIndex)
  }
  cut(script.length)
  return found
}

/** Comments nest. */
function endOfComment(script, from) {
  const mark = /\/\*|\*\//g
  mark.lastIndex = from
  for (let depth = 1; depth > 0; ) {
    const match = mark.exec(script)
    if (match === null) return script.length
    depth += match[0] === '/*' ? 1 : -1
  }
  return mark.lastIndex
}

function after(script, mark, from) {
  const at = script.indexOf(mark, from)
  return at < 0 ? script.length : at + mark.length
}
