// Cuts a script at its top-level semicolons, to send it as native engines do since 7.4: one message a statement.
// Those engines cut with a parser and send the script whole when the parser fails; this scanner never fails, so
// every history says apart what becomes of it whole and cut.

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
  let depth = 0 // of parentheses, and of blocks in a body between BEGIN ATOMIC and its END
  let previous = ''
  const cut = (end) => {
    if (hasContent) found.push(script.slice(start, end))
    start = end
    hasContent = false
  }
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < script.length; ) {
    const match = TOKEN.exec(script)
    const [token] = match
    const word = token.toUpperCase()
    if (token === '/*') TOKEN.lastIndex = endOfComment(script, TOKEN.lastIndex)
    else if (token === ';' && depth === 0) cut(TOKEN.lastIndex)
    else if (!token.startsWith('--') && token.trim() !== '') {
      hasContent = true
      if (token === '(' || (previous === 'BEGIN' && word === 'ATOMIC') || (depth > 0 && word === 'CASE')) depth++
      if (token === ')' || (depth > 0 && word === 'END')) depth--
      previous = word
    }
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
