//! What becomes of SQL when tokens are lost, doubled, swapped or replaced?

use std::sync::{Arc, OnceLock};

use postgres_syntax::{Token, split};
use proptest::{prelude::*, sample::Index};

use crate::{statement_forms, texts};

/// One change to a list of tokens.
#[derive(Debug, Clone)]
enum Change {
    Delete(Index),
    Double(Index),
    Swap(Index, Index),
    /// Puts a token of the pool in a token's place.
    Replace(Index, Index),
    /// Puts a token of the pool before a token.
    Insert(Index, Index),
    /// Puts any characters before a token.
    Disturb(Index, String),
    /// Takes a stretch of tokens from one place to another.
    Move(Index, Index, Index),
    CutOff(Index),
}

/// Tokens as written, without blanks and comments.
type Words = Vec<Arc<str>>;

/// What mutations are made of.
struct Pool {
    statements: Vec<Words>,
    forms: Vec<Words>,
    /// Every different token of the statements.
    words: Words,
}

fn pool() -> &'static Pool {
    static POOL: OnceLock<Pool> = OnceLock::new();
    POOL.get_or_init(|| {
        let statements: Vec<Words> = texts().iter().flat_map(|text| statements_of(&text.sql)).collect();
        let mut words: Words = statements.iter().flatten().filter(|word| word.len() < 200).cloned().collect();
        words.extend(UNUSUAL.iter().map(|word| Arc::from(*word)));
        words.sort();
        words.dedup();
        let forms = statement_forms().iter().flat_map(|text| statements_of(&text.sql)).collect();
        Pool { statements, forms, words }
    })
}

/// What no ordinary script holds.
const UNUSUAL: [&str; 22] = [
    "'",
    "\"",
    "$$",
    "$a$",
    "/*",
    "*/",
    "--",
    "\\",
    "\0",
    "\r",
    "\u{a0}",
    "\u{202e}",
    "🐘",
    "$",
    "{",
    "E'\\'",
    "U&\"\\",
    "0x",
    "1e",
    "..",
    ":=",
    "BEGIN ATOMIC",
];

fn statements_of(sql: &str) -> Vec<Words> {
    let words = |token: Token| Arc::from(token.span.of(sql));
    split(sql).iter().map(|statement| statement.tokens(sql).map(words).take(400).collect()).collect()
}

/// A statement form with up to five changes. Often still a statement.
pub fn mutated_statement() -> impl Strategy<Value = String> {
    (any::<Index>(), prop::collection::vec(change(), 0..5)).prop_map(|(at, changes)| {
        let forms = &pool().forms;
        mutate(at.get(forms).clone(), &changes).join(" ")
    })
}

/// Up to four statements from anywhere, each with up to eight changes, joined by what joins statements, or by what does not.
pub fn mutated_script() -> impl Strategy<Value = String> {
    let statement =
        (any::<Index>(), prop::collection::vec(change(), 0..8), prop::sample::select(vec![" ", "\n", "", "\t", "/**/", "\r\n"]));
    let joint = prop::sample::select(vec![";\n", ";", "; -- x\n", "\n", ";;", "/* ; */", "\n\\\n"]);
    prop::collection::vec((statement, joint), 0..4).prop_map(|pieces| {
        let mut script = String::new();
        for ((at, changes, blank), joint) in pieces {
            script.push_str(&mutate(at.get(&pool().statements).clone(), &changes).join(blank));
            script.push_str(joint);
        }
        script
    })
}

fn change() -> impl Strategy<Value = Change> {
    let at = any::<Index>;
    prop_oneof![
        3 => at().prop_map(Change::Delete),
        2 => at().prop_map(Change::Double),
        2 => (at(), at()).prop_map(|(one, other)| Change::Swap(one, other)),
        4 => (at(), at()).prop_map(|(place, word)| Change::Replace(place, word)),
        4 => (at(), at()).prop_map(|(place, word)| Change::Insert(place, word)),
        1 => (at(), "\\PC{1,4}").prop_map(|(place, text)| Change::Disturb(place, text)),
        1 => (at(), at(), at()).prop_map(|(from, to, place)| Change::Move(from, to, place)),
        1 => at().prop_map(Change::CutOff),
    ]
}

fn mutate(mut words: Words, changes: &[Change]) -> Words {
    for change in changes.iter().cloned() {
        if words.is_empty() {
            break;
        }
        let length = words.len();
        match change {
            Change::Delete(at) => drop(words.remove(at.index(length))),
            Change::Double(at) => words.insert(at.index(length), at.get(&words).clone()),
            Change::Swap(one, other) => words.swap(one.index(length), other.index(length)),
            Change::Replace(at, word) => words[at.index(length)] = word.get(&pool().words).clone(),
            Change::Insert(at, word) => words.insert(at.index(length), word.get(&pool().words).clone()),
            Change::Disturb(at, text) => words.insert(at.index(length), Arc::from(text)),
            Change::Move(from, to, place) => {
                let (from, to) = (from.index(length), to.index(length));
                let moved: Words = words.drain(from.min(to)..from.max(to)).collect();
                let place = place.index(words.len() + 1);
                words.splice(place..place, moved);
            }
            Change::CutOff(at) => words.truncate(at.index(length)),
        }
    }
    words
}
