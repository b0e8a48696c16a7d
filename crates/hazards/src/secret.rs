//! Which parts of a text are secrets by their shape: keys, tokens, private keys, passwords in connection strings?
//!
//! One pass over the bytes. A shape is a prefix that its issuer promises, and enough of the letters that follow it, so that what is
//! found is hardly ever something else. What is only called a secret is found where names are read.

mod shapes;

use postgres_syntax::Span;

use crate::{Action, Effect, Name, Routine, Security, Statement};
use shapes::{BEARER, FIRST, SHAPES, is_base64_url, is_word};

/// A secret in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    /// The secret itself.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) what: &'static str,
}

/// The secrets of a text, in its order.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let is_inside_word =
        |at: usize| at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(|before| is_word(*before));
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let candidates = FIRST[usize::from(*byte)];
        at += 1;
        // Only a URL is told by what stands inside of it.
        if candidates != 0
            && (*byte == b':' || !is_inside_word(at - 1))
            && let Some(secret) = at_byte(text, at - 1, candidates)
        {
            at = secret.span.end.max(at);
            found.push(secret);
        }
    }
    found
}

/// The secret whose first mark is at a byte.
fn at_byte(text: &str, at: usize, candidates: u64) -> Option<Found> {
    let bytes = text.as_bytes();
    let byte = *bytes.get(at)?;
    if byte == b':' {
        return url(text, at);
    }
    let rest = bytes.get(at..)?;
    let shapes = SHAPES.iter().enumerate().filter(|(number, _)| candidates >> number & 1 == 1).map(|(_, shape)| shape);
    let by_shape = shapes.filter(|shape| rest.starts_with(shape.prefix.as_bytes())).find_map(|shape| {
        let start = at + shape.prefix.len();
        let length = run(bytes, start, shape.letters);
        let span = Span { start: at, end: start + length };
        let fits = length >= shape.least && length <= shape.most && !(shape.what == BEARER && is_spoken(span.of(text)));
        fits.then_some(Found { span, what: shape.what })
    });
    by_shape.or_else(|| match byte {
        b'e' => web_token(text, at),
        b'-' => private_key(text, at),
        b'p' | b'P' => connection(text, at),
        b'c' => call(text, at, "crypt(", "a password that the server is to hash", |rest| rest.contains("gen_salt")),
        b'v' => call(text, at, "vault.create_secret(", "a secret for the vault", |_| true),
        _ => None,
    })
}

/// Words where a token would stand: what to put there, in a template.
fn is_spoken(token: &str) -> bool {
    !token.bytes().any(|byte| byte.is_ascii_digit()) || token.to_ascii_lowercase().contains("your")
}

/// How many of the bytes from here on satisfy it.
fn run(bytes: &[u8], start: usize, letters: fn(u8) -> bool) -> usize {
    bytes.get(start..).unwrap_or_default().iter().take_while(|byte| letters(**byte)).count()
}

/// A signed token of three parts. Those for everybody (`"role":"anon"`) are no secret.
fn web_token(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let mut end = at;
    let mut parts = [(0, 0); 3];
    for (number, part) in parts.iter_mut().enumerate() {
        if number > 0 {
            (bytes.get(end) == Some(&b'.')).then_some(())?;
            end += 1;
        }
        let length = run(bytes, end, is_base64_url);
        let is_json = number == 2 || bytes.get(end..)?.starts_with(b"eyJ");
        (length >= 10 && is_json).then_some(())?;
        *part = (end, end + length);
        end += length;
    }
    let payload = decode(bytes.get(parts[1].0..parts[1].1)?);
    let for_everybody = String::from_utf8_lossy(&payload).replace(' ', "").contains("\"role\":\"anon\"");
    (!for_everybody).then_some(Found { span: Span { start: at, end }, what: "a signed token (JWT)" })
}

/// Base 64 with the letters for addresses; the rest of a broken one is left out.
fn decode(text: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            _ => 63,
        };
        bits = (bits << 6 | u32::from(value)) & 0xFFFF;
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push((bits >> count & 0xFF) as u8);
        }
    }
    decoded
}

/// How far a key or a connection string is followed.
const FAR: usize = 16 * 1024;
const NEAR: usize = 300;

/// The next bytes, as text.
fn ahead(text: &str, at: usize, most: usize) -> &str {
    let end = (at..=(at + most).min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    end.and_then(|end| text.get(at..end)).unwrap_or_default()
}

fn private_key(text: &str, at: usize) -> Option<Found> {
    let rest = ahead(text, at, FAR);
    let header = rest.strip_prefix("-----BEGIN ")?;
    let name = header.split("-----").next()?;
    (name.ends_with("PRIVATE KEY") && name.len() < 40).then_some(())?;
    let body = "-----BEGIN -----".len() + name.len();
    let inside = rest.get(body..)?;
    let end = inside.find(['\'', '$', '"']).unwrap_or(inside.len()).min(inside.find("-----END").unwrap_or(inside.len()));
    (end > 0).then_some(Found { span: Span { start: at + body, end: at + body + end }, what: "a private key" })
}

/// `scheme://user:password@`
fn url(text: &str, at: usize) -> Option<Found> {
    let has_scheme = at > 0 && text.as_bytes().get(at - 1).is_some_and(u8::is_ascii_alphanumeric);
    let rest = ahead(text, at, NEAR).strip_prefix("://").filter(|_| has_scheme)?;
    let authority = rest.split(['/', '\'', '"', ' ', '\n', '\t', '<', '>', '?', '`']).next()?;
    let (user, _) = authority.rsplit_once('@')?;
    let (name, password) = user.split_once(':')?;
    let start = at + 3 + name.len() + 1;
    let what = "a password in a connection string";
    is_telling(password).then_some(Found { span: Span { start, end: start + password.len() }, what })
}

/// `host=... password=...`, as libpq reads it.
fn connection(text: &str, at: usize) -> Option<Found> {
    let rest = ahead(text, at, NEAR);
    let head = rest.get(.."password".len()).filter(|head| head.eq_ignore_ascii_case("password"))?;
    let value = rest.get(head.len()..)?.trim_start_matches(' ').strip_prefix('=')?.trim_start_matches(' ');
    let password = value.trim_start_matches("''").split(['\'', '"', ' ', '\n', ';', '&', '\\', ')', ',']).next()?;
    let start = at + rest.len() - value.len() + (value.len() - value.trim_start_matches("''").len());
    let before = (at.saturating_sub(NEAR)..at).find_map(|from| text.get(from..at)).unwrap_or_default();
    let before = before.rsplit(['\'', '"', '$', ';']).next()?;
    let after = value.split(['\'', '"', '$', ';']).next()?;
    let is_connection =
        ["host=", "hostaddr=", "dbname=", "user=", "port="].iter().any(|key| before.contains(key) || after.contains(key));
    let is_list = before.contains(',') && !before.contains("host");
    let what = "a password in a connection string";
    (is_connection && !is_list && is_telling(password))
        .then_some(Found { span: Span { start, end: start + password.len() }, what })
}

/// A call whose first argument is the secret.
fn call(text: &str, at: usize, head: &str, what: &'static str, goes_on: fn(&str) -> bool) -> Option<Found> {
    let rest = ahead(text, at, NEAR);
    let argument = rest.strip_prefix(head)?.trim_start();
    let inside = argument.strip_prefix('\'')?;
    let length = inside.find('\'')?;
    let start = at + rest.len() - inside.len();
    let secret = inside.get(..length)?;
    (is_telling(secret) && goes_on(inside.get(length..)?)).then_some(Found { span: Span { start, end: start + length }, what })
}

/// Whether a value can be the secret itself, and is no placeholder.
pub(crate) fn is_telling(value: &str) -> bool {
    let begins = value.trim_start().chars().next();
    value.trim().len() >= 3 && !matches!(begins, Some('$' | '<' | '{' | '[' | '*' | '%' | ':'))
}

/// Whether a column of this name holds what nobody else may know.
pub(crate) fn is_credential(column: &str) -> bool {
    let column = column.to_ascii_lowercase();
    let words =
        ["password", "passwd", "secret", "api_key", "apikey", "private_key", "access_token", "refresh_token", "recovery_code"];
    words.iter().any(|word| column.contains(word))
}

/// Puts the secrets of a script into the statements that hold them; one between two statements belongs to the first of them.
pub(crate) fn place(script: &str, statements: &mut [Statement]) {
    for secret in find(script) {
        let behind = statements.partition_point(|statement| statement.span.start <= secret.span.start);
        let Some(statement) = statements.get_mut(behind.saturating_sub(1)) else { return };
        let inside = statement.span.start <= secret.span.start && secret.span.start < statement.span.end;
        if statement.effects.iter().take(MOST_SAID).any(|effect| tells(effect, secret.span)) {
            continue;
        }
        statement.effects.push(Effect {
            action: Action::Security(Security::Reveals { what: secret.what.to_owned(), of: Name::default(), is_password: false }),
            span: secret.span,
            statement: if inside { statement.span } else { secret.span },
            certain: true,
            through: None,
        });
    }
}

/// Effects of one statement that are asked whether they tell a secret already; what a hostile one has behind them is told twice.
const MOST_SAID: usize = 20;

fn tells(effect: &Effect, secret: Span) -> bool {
    let is_within = effect.span.start <= secret.start && secret.end <= effect.span.end;
    is_within && matches!(effect.action, Action::Security(Security::Reveals { .. }))
}

/// A text with stars in the place of what is secret by its shape, as many as it had characters.
pub(crate) fn mask(mut text: String) -> String {
    let found = find(&text);
    if !found.is_empty() {
        return hide(&text, found.into_iter().map(|found| found.span));
    }
    // It stays for as long as the report does.
    text.shrink_to_fit();
    text
}

/// Puts stars into these places, which are in the order of the text.
fn hide(text: &str, places: impl Iterator<Item = Span>) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut done = 0;
    for place in places {
        let start = place.start.max(done).min(text.len());
        let end = place.end.max(start).min(text.len());
        hidden.push_str(text.get(done..start).unwrap_or_default());
        let star = |letter: char| if matches!(letter, '\n' | '\r' | '\'') { letter } else { '*' };
        hidden.extend(text.get(start..end).unwrap_or_default().chars().map(star));
        done = end;
    }
    hidden.push_str(text.get(done..).unwrap_or_default());
    hidden
}

/// Where a script tells secrets, by their shape or by what they are for; in the order of the text.
#[derive(Debug)]
pub(crate) struct Secrets(Vec<Span>);

impl Secrets {
    /// Those that statements were found to tell, and the bodies of routines that they make.
    pub(crate) fn of(statements: &[Statement]) -> Self {
        let mut spans = Vec::new();
        let mut left: Vec<&[Effect]> = statements.iter().map(|statement| statement.effects.as_slice()).collect();
        while let Some(effects) = left.pop() {
            // What happens through a call stands elsewhere.
            for effect in effects.iter().filter(|effect| effect.through.is_none()) {
                match &effect.action {
                    Action::Security(Security::Reveals { .. }) => spans.push(effect.span),
                    Action::CreatesRoutine(Routine { body: Some(body), .. }) => left.push(body),
                    _ => {}
                }
            }
        }
        spans.sort_by_key(|span: &Span| span.start);
        Secrets(spans)
    }

    /// The beginning of a statement, as far as it may be shown.
    pub(crate) fn excerpt(&self, script: &str, statement: Span, most: usize) -> String {
        let text = statement.of(script);
        let shown = text.char_indices().nth(most).map_or(text, |(cut, _)| text.get(..cut).unwrap_or_default());
        let end = statement.start + shown.len();
        let first = self.0.partition_point(|secret| secret.end <= statement.start);
        let secrets = self.0.iter().skip(first).take_while(|secret| secret.start < end);
        let inside = secrets.map(|secret| Span {
            start: secret.start.saturating_sub(statement.start),
            end: secret.end.min(end) - statement.start,
        });
        let mut excerpt = hide(shown, inside);
        if shown.len() < text.len() {
            excerpt.push('…');
        }
        excerpt
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = find(text).iter().map(|found| found.span.of(text)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn keys_and_tokens() {
        check("SELECT 'AKIAIOSFODNN7ABCDEFG'", &["AKIAIOSFODNN7ABCDEFG"]);
        check("-- sk_live_4eC39HqLyjWDarjtT1zdp7dc and more", &["sk_live_4eC39HqLyjWDarjtT1zdp7dc"]);
        check("'xoxb-1234567890-abc', 'AIza01234567890123456789012345678901234_'", &["xoxb-1234567890-abc"]);
        check("'AIza01234567890123456789012345678901_-x'", &["AIza01234567890123456789012345678901_-x"]);
        check("'glpat-ABCDEFGHIJ0123456789' 'mysk_live_4eC39HqLyjWDarjtT1zdp7dc'", &["glpat-ABCDEFGHIJ0123456789"]);
        let token =
            "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk0";
        check(&format!("'{token}'"), &[token]);
        // {"role":"anon"}
        check("'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJyb2xlIjoiYW5vbiJ9.dBjftJeZ4CVPmB92K27uhbUJU1p1r_wW1gFWFOEjXk0'", &[]);
        check("'-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'", &["\nMIIE\n"]);
        check("'-----BEGIN PUBLIC KEY-----\nMIIE\n-----END PUBLIC KEY-----'", &[]);
    }

    #[test]
    fn passwords_in_connection_strings() {
        check("'postgres://admin:s3cr3t@db:5432/x'", &["s3cr3t"]);
        check("'redis://:s3cr3t@cache'", &["s3cr3t"]);
        check("'host=db user=u password=s3cr3t dbname=x'", &["s3cr3t"]);
        check("dblink_connect('dbname=x password = ''s3cr3t''')", &["s3cr3t"]);
        check("crypt('hunter22', gen_salt('bf'))", &["hunter22"]);
        check("select vault.create_secret('whatever', 'name')", &["whatever"]);
        for harmless in [
            "'https://example.com/a:b@c'",
            "'postgres://$USER:$PASSWORD@db'",
            "'postgres://user:<password>@db'",
            "UPDATE users SET user='x', password='y' WHERE a = 'host='",
            "INSERT INTO t SELECT password=crypt(b, password) FROM u",
            "'host=db password=$1'",
            "https://a.b/c?d=e:f@g",
            "crypt(new.password, gen_salt('bf'))",
            "a::b : ://",
            "'Authorization: Bearer YOUR_SERVICE_ROLE_KEY_GOES_HERE_123'",
            "'Bearer ' || current_setting('app.some_long_name_of_a_setting_1')",
        ] {
            check(harmless, &[]);
        }
    }

    #[test]
    fn masks_keep_lines_and_lengths() {
        let text = "ä 'AKIAIOSFODNN7ABCDEFG' 'pä\n'";
        assert_eq!(mask(text.to_owned()), "ä '********************' 'pä\n'");
        let known = Span { start: text.rfind("'p").unwrap_or_default(), end: text.len() };
        assert_eq!(hide(text, std::iter::once(known)), "ä 'AKIAIOSFODNN7ABCDEFG' '**\n'");
        assert_eq!(mask("nothing".to_owned()), "nothing");
    }
}
