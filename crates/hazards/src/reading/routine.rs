//! What does a command say of a function, a procedure or an aggregate?

use postgres_syntax::{Cursor, Span, Token, TokenKind};

use super::{Effects, body, fingerprint};
use crate::{Action, DataType, Name, ObjectKind, Routine, Security};

/// Reads what follows `CREATE [OR REPLACE] {FUNCTION|PROCEDURE}`.
pub(super) fn create(words: &mut Cursor<'_>, effects: &mut Effects, kind: ObjectKind, replaces: bool) -> Option<()> {
    let mut routine = named(words, kind)?;
    routine.replaces = replaces;
    routine.text = fingerprint::of(words);
    let mut code = None;
    while !words.is_done() {
        match words.take_any(&["RETURNS NULL ON NULL INPUT", "RETURNS", "AS", "RETURN", "BEGIN ATOMIC", "TRANSFORM"]) {
            Some("RETURNS") => routine.returns = Some(returned(words)?),
            Some("AS") => code = Some(Code::Quoted(quoted(words)?)),
            Some("RETURN") => {
                let expression = words.remainder();
                words.skip_until(|_| false);
                code = Some(Code::Expression(expression));
            }
            Some("BEGIN ATOMIC") => code = Some(Code::Atomic(atomic(words)?)),
            Some("TRANSFORM") => transforms(words)?,
            Some(_) => {}
            None => option(words, &mut routine)?,
        }
    }
    let language = routine.language.get_or_insert_with(|| "sql".to_owned()).as_str();
    routine.body = match code? {
        Code::Quoted(token) => body::quoted(words.text(), token, language, effects)?,
        Code::Atomic(span) => Some(body::atomic(words.text(), span, effects)),
        Code::Expression(words) => Some(body::expression(&words, effects)),
    };
    effects.add_whole(Action::CreatesRoutine(routine));
    Some(())
}

/// Reads what follows `CREATE [OR REPLACE] AGGREGATE`: it runs the functions that it names, and those only.
pub(super) fn aggregate(words: &mut Cursor<'_>, effects: &mut Effects, replaces: bool) -> Option<()> {
    let mut routine = named(words, ObjectKind::Aggregate)?;
    routine.replaces = replaces;
    routine.text = fingerprint::of(words);
    // The old style has no arguments of its own, and what was taken for them is the definition.
    if !words.is_done() {
        words.parentheses()?;
    }
    words.is_done().then_some(())?;
    routine.body = Some(Vec::new());
    effects.add_whole(Action::CreatesRoutine(routine));
    Some(())
}

/// Reads what follows `ALTER {FUNCTION|PROCEDURE|ROUTINE|AGGREGATE}`.
pub(super) fn alter(words: &mut Cursor<'_>, effects: &mut Effects, kind: ObjectKind) -> Option<()> {
    let mut routine = named(words, kind)?;
    let name = routine.name.clone();
    let action = match words.take_any(&["RENAME TO", "SET SCHEMA", "OWNER TO", "NO DEPENDS ON EXTENSION", "DEPENDS ON EXTENSION"])
    {
        Some("RENAME TO") => {
            let arguments = name.last().find('(').and_then(|at| name.last().get(at..)).unwrap_or_default();
            let to = name.sibling(&format!("{}{arguments}", words.identifier()?));
            Action::Renames { kind, name, to }
        }
        Some("SET SCHEMA") => Action::Renames { kind, to: name.moved_to(&words.identifier()?), name },
        Some("OWNER TO") => Action::Security(Security::ChangesOwner { kind, name, to: words.identifier()? }),
        Some(_) => {
            words.identifier()?;
            return words.is_done().then_some(());
        }
        None => {
            while !(words.is_done() || words.sees("RESTRICT")) {
                option(words, &mut routine)?;
            }
            words.take("RESTRICT");
            Action::AltersRoutine(routine)
        }
    };
    words.is_done().then_some(())?;
    effects.add_whole(action);
    Some(())
}

/// Where the code of a routine stands.
enum Code<'a> {
    Quoted(Token),
    Atomic(Span),
    Expression(Cursor<'a>),
}

/// Takes the name with its arguments; nothing else is known yet.
fn named(words: &mut Cursor<'_>, kind: ObjectKind) -> Option<Routine> {
    let mut name = Name::new(words.name()?);
    if let Some(arguments) = signature(words) {
        name = name.sibling(&format!("{}({arguments})", name.last()));
    }
    Some(Routine { kind, name, ..Routine::default() })
}

/// Takes a list of arguments; the types of those that go in, as `format_type` shows them, which tell routines of one name apart.
pub(super) fn signature(words: &mut Cursor<'_>) -> Option<String> {
    let mut list = words.parentheses()?;
    let mut types = Vec::new();
    for mut argument in list.pieces() {
        let mut argument = argument.skip_until(|words| words.sees("DEFAULT") || words.sees("ORDER BY") || words.peek() == "=");
        let mode = argument.take_any(&["IN OUT", "IN", "OUT", "INOUT", "VARIADIC"]);
        let mut named = argument.clone();
        let bare = whole_type(&mut argument);
        let behind_name = || {
            named.identifier()?;
            named.take_any(&["IN OUT", "IN", "OUT", "INOUT", "VARIADIC"]);
            whole_type(&mut named)
        };
        let written = || argument.rest().to_owned();
        if mode != Some("OUT") {
            types.push(bare.or_else(behind_name).unwrap_or_else(written));
        }
    }
    Some(types.join(", "))
}

/// A type, when it is all that is left.
fn whole_type(words: &mut Cursor<'_>) -> Option<String> {
    let mut rest = words.clone();
    rest.take("SETOF");
    let data_type = DataType::take(&mut rest)?;
    if rest.take_sign("%") {
        return rest.take("TYPE").then(|| words.rest().to_ascii_lowercase());
    }
    let array = if data_type.array { "[]" } else { "" };
    let name = if data_type.name.schema().is_none() { data_type.name.last() } else { "" };
    let long = LONG_NAMES.iter().find(|(short, _)| *short == name).map(|(_, long)| *long);
    rest.is_done().then(|| long.map_or_else(|| format!("{}{array}", data_type.name), |long| format!("{long}{array}")))
}

/// What `format_type` shows.
const LONG_NAMES: [(&str, &str); 13] = [
    ("int2", "smallint"),
    ("int4", "integer"),
    ("int8", "bigint"),
    ("float4", "real"),
    ("float8", "double precision"),
    ("bool", "boolean"),
    ("varchar", "character varying"),
    ("bpchar", "character"),
    ("varbit", "bit varying"),
    ("time", "time without time zone"),
    ("timetz", "time with time zone"),
    ("timestamp", "timestamp without time zone"),
    ("timestamptz", "timestamp with time zone"),
];

/// The words with which an option begins, so that the type before it ends.
const OPTIONS: &[&str] = &[
    "AS",
    "LANGUAGE",
    "IMMUTABLE",
    "STABLE",
    "VOLATILE",
    "SECURITY",
    "EXTERNAL",
    "SET",
    "STRICT",
    "CALLED",
    "RETURNS",
    "PARALLEL",
    "COST",
    "ROWS",
    "LEAKPROOF",
    "NOT",
    "SUPPORT",
    "TRANSFORM",
    "WINDOW",
    "RETURN",
    "BEGIN",
];

/// Takes the type behind `RETURNS`; as written.
fn returned(words: &mut Cursor<'_>) -> Option<String> {
    let mut first = true;
    let taken = words.skip_until(|words| !std::mem::take(&mut first) && OPTIONS.iter().any(|option| words.sees(option)));
    taken.span().map(|span| span.of(words.text()).to_owned())
}

/// Takes the code between quotes; with a second string it is a library's.
fn quoted(words: &mut Cursor<'_>) -> Option<Token> {
    let code = words.advance().filter(|token| matches!(token.kind, TokenKind::String | TokenKind::DollarString))?;
    if words.take_sign(",") {
        words.string()?;
    }
    Some(code)
}

/// Takes all up to the last `END`; what is before it.
fn atomic(words: &mut Cursor<'_>) -> Option<Span> {
    let inside = words.remainder();
    let (last, start) = (*inside.remaining().last()?, inside.remaining().first()?.span.start);
    words.skip_until(|_| false);
    last.is_word(inside.text(), "END").then_some(Span { start, end: last.span.start })
}

fn transforms(words: &mut Cursor<'_>) -> Option<()> {
    loop {
        words.take("FOR TYPE").then_some(())?;
        DataType::take(words)?;
        if !words.take_sign(",") {
            return Some(());
        }
    }
}

/// Takes one of the options that both `CREATE` and `ALTER` know.
fn option(words: &mut Cursor<'_>, routine: &mut Routine) -> Option<()> {
    let phrases = [
        "LANGUAGE",
        "IMMUTABLE",
        "STABLE",
        "VOLATILE",
        "EXTERNAL",
        "SECURITY DEFINER",
        "SECURITY INVOKER",
        "SET",
        "RESET",
        "STRICT",
        "CALLED ON NULL INPUT",
        "RETURNS NULL ON NULL INPUT",
        "LEAKPROOF",
        "NOT LEAKPROOF",
        "WINDOW",
        "PARALLEL",
        "COST",
        "ROWS",
        "SUPPORT",
    ];
    match words.take_any(&phrases)? {
        "LANGUAGE" => routine.language = Some(words.identifier().or_else(|| words.string())?.to_ascii_lowercase()),
        "IMMUTABLE" => routine.volatility = Some("IMMUTABLE"),
        "STABLE" => routine.volatility = Some("STABLE"),
        "VOLATILE" => routine.volatility = Some("VOLATILE"),
        "EXTERNAL" => words.sees("SECURITY").then_some(())?,
        "SECURITY DEFINER" => routine.security_definer = Some(true),
        "SECURITY INVOKER" => routine.security_definer = Some(false),
        "LEAKPROOF" => routine.leakproof = true,
        "SET" => parameter(words, routine)?,
        "RESET" => routine.sets.push((words.name()?.join("."), None)),
        "PARALLEL" => drop(words.identifier()?),
        "SUPPORT" => drop(words.name()?),
        "COST" | "ROWS" => drop(words.advance().filter(|token| token.kind == TokenKind::Number)?),
        _ => {}
    }
    Some(())
}

/// Takes what follows `SET`.
fn parameter(words: &mut Cursor<'_>, routine: &mut Routine) -> Option<()> {
    let named = |name: &str| name.to_ascii_lowercase().replace(' ', "_");
    let name = match words.take_any(&["TIME ZONE", "SCHEMA", "SESSION AUTHORIZATION", "NAMES", "XML OPTION"]) {
        Some("TIME ZONE") => "timezone".to_owned(),
        Some("SCHEMA") => "search_path".to_owned(),
        Some("NAMES") => "client_encoding".to_owned(),
        Some(other) => named(other),
        None => named(&words.name()?.join(".")),
    };
    if words.take("FROM CURRENT") {
        routine.sets.push((name, None));
        return Some(());
    }
    // The forms with words of their own have no sign.
    let _ = words.take_sign("=") || words.take("TO");
    value(words, routine, name)
}

/// Takes one value or a list of them.
fn value(words: &mut Cursor<'_>, routine: &mut Routine, name: String) -> Option<()> {
    let start = words.ahead(0)?.span.start;
    loop {
        let sign = words.take_sign("-") || words.take_sign("+");
        words.advance().filter(|token| token.kind != TokenKind::Punctuation || sign)?;
        if !words.take_sign(",") {
            break;
        }
    }
    let value = words.since(start).of(words.text()).to_owned();
    if name == "search_path" {
        routine.search_path = Some(value);
    } else {
        routine.sets.push((name, Some(value)));
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routine(sql: &str) -> Routine {
        let statements = crate::reading::read(sql);
        let [statement] = statements.as_slice() else { panic!("one statement: {sql}") };
        match statement.effects.as_slice() {
            [effect] => match &effect.action {
                Action::CreatesRoutine(routine) | Action::AltersRoutine(routine) => routine.clone(),
                other => panic!("{sql}: {other:?}"),
            },
            other => panic!("{sql}: {other:?}"),
        }
    }

    #[test]
    fn names_carry_the_types_that_tell_them_apart() {
        for (arguments, expected) in [
            ("", "f()"),
            (
                "a integer, IN b text DEFAULT 'x, y', INOUT c int = 3, VARIADIC d integer[] DEFAULT '{}'",
                "f(integer, text, integer, integer[])",
            ),
            ("OUT a integer, double precision, b character varying(10)", "f(double precision, character varying)"),
            ("\"Id\" timestamp with time zone, t.c%TYPE, x s.kind", "f(timestamp with time zone, t.c%type, s.kind)"),
            ("a inout int, text", "f(integer, text)"),
        ] {
            assert_eq!(
                routine(&format!("CREATE FUNCTION f({arguments}) RETURNS int AS 'SELECT 1' LANGUAGE sql")).name.last(),
                expected
            );
        }
        assert_eq!(routine("ALTER ROUTINE s.f STRICT").name, Name::new(vec!["s".to_owned(), "f".to_owned()]));
    }

    #[test]
    fn what_is_written_is_told() {
        let found = routine(
            "CREATE OR REPLACE FUNCTION f() RETURNS SETOF public.t LANGUAGE 'plpgsql' STABLE LEAKPROOF EXTERNAL SECURITY DEFINER \
             SET search_path = pg_catalog, \"$user\" SET work_mem TO '1MB' SET role FROM CURRENT COST 10 ROWS 5 AS $$ BEGIN NULL; END $$",
        );
        let expected = Routine {
            kind: ObjectKind::Function,
            name: Name::from("f()"),
            replaces: true,
            language: Some("plpgsql".to_owned()),
            security_definer: Some(true),
            search_path: Some("pg_catalog, \"$user\"".to_owned()),
            sets: vec![("work_mem".to_owned(), Some("'1MB'".to_owned())), ("role".to_owned(), None)],
            leakproof: true,
            volatility: Some("STABLE"),
            returns: Some("SETOF public.t".to_owned()),
            text: found.text,
            body: Some(Vec::new()),
        };
        assert_eq!(found, expected);
        let changed = routine("ALTER FUNCTION f(a int) RESET search_path SECURITY INVOKER VOLATILE");
        assert_eq!((changed.sets, changed.security_definer), (vec![("search_path".to_owned(), None)], Some(false)));
    }

    #[test]
    fn bodies_are_read_or_said_to_be_closed() {
        let drops = |sql: &str| {
            let body = routine(sql).body?;
            Some(body.iter().any(|effect| matches!(&effect.action, Action::Drops { name, .. } if name.last() == "t")))
        };
        for sql in [
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DROP TABLE t'",
            "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT ''a''; DROP TABLE t'",
            "CREATE PROCEDURE f() LANGUAGE plpgsql AS $x$ BEGIN DROP TABLE t; END $x$",
            "CREATE PROCEDURE f() BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; DROP TABLE t; END",
        ] {
            assert_eq!(drops(sql), Some(true), "{sql}");
        }
        assert_eq!(drops("CREATE FUNCTION f(int) RETURNS int RETURN $1 + 1"), Some(false));
        assert_eq!(drops("CREATE FUNCTION f() RETURNS void LANGUAGE plpython3u AS 'plpy.execute(\"DROP TABLE t\")'"), None);
        assert_eq!(drops("CREATE FUNCTION f() RETURNS int LANGUAGE c AS 'lib', 'symbol'"), None);
    }

    #[test]
    fn words_that_nobody_knows_are_not_passed_over() {
        for sql in [
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql FROBNICATE AS 'SELECT 1'",
            "CREATE FUNCTION f() RETURNS int LANGUAGE sql",
            "ALTER FUNCTION f() FROBNICATE",
            "ALTER FUNCTION f() RENAME TO g h",
        ] {
            assert!(crate::reading::read(sql).iter().all(crate::Statement::is_unparsed), "{sql}");
        }
    }
}
