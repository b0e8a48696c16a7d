//! The drawing shows what was touched, and no name breaks out of it.

mod support;

use catalog::{Reader, Scope, er_diagram};
use support::{Database, connect};

/// The drawing of what `change` does after `before`.
async fn drawing(before: &str, change: &str) -> (String, Vec<String>) {
    let database = Database::with(before).await;
    let observer = connect(&database.names.owner).await;
    let reader = Reader::new(&observer).await.expect("the queries fit");
    let old = reader.snapshot(&Scope::default()).await.expect("the catalog can be read");
    database.run(change).await;
    let new = reader.snapshot(&Scope::default()).await.expect("the catalog can be read");
    let drawn = er_diagram(&old, &new, &catalog::diff(&old, &new));
    (drawn.body, drawn.left_out)
}

#[tokio::test]
async fn shows_touched_tables_whole_and_referenced_ones_by_their_keys() {
    let before = "CREATE SCHEMA shop;
        CREATE TABLE users (id uuid PRIMARY KEY, email text NOT NULL, bio text);
        CREATE UNIQUE INDEX users_email_key ON users (email);
        CREATE TABLE shop.orders (id bigint PRIMARY KEY, owner uuid NOT NULL REFERENCES users, note varchar(20), paid timestamp(3) with time zone, gone text);
        CREATE TABLE unrelated (id integer);
        CREATE TABLE dropped (id integer)";
    let change = "ALTER TABLE shop.orders DROP gone, ALTER note TYPE text, ADD total numeric(10, 2) NOT NULL DEFAULT 0;
        CREATE TABLE invoices (order_id bigint PRIMARY KEY REFERENCES shop.orders, payer uuid REFERENCES users);
        DROP TABLE dropped";
    let (body, left_out) = drawing(before, change).await;
    insta::assert_snapshot!(body, @r#"
    t1["dropped (removed)"] {
        integer id
    }
    t2["invoices (new)"] {
        bigint order_id PK, FK
        uuid payer FK
    }
    t3["shop.orders"] {
        bigint id PK
        uuid owner FK
        text note "was varchar(20)"
        timestamptz(3) paid
        numeric(10_2) total "added"
        text gone "removed"
    }
    t4["users"] {
        uuid id PK
        text email UK
    }
    t3 ||--o| t2 : "order_id"
    t4 |o--o{ t2 : "payer"
    t4 ||--o{ t3 : "owner"
    "#);
    assert_eq!(left_out, Vec::<String>::new());
}

#[tokio::test]
async fn shows_nothing_when_no_table_is_touched() {
    let (body, left_out) = drawing("CREATE TABLE t (id integer)", "CREATE TYPE e AS ENUM ('a')").await;
    assert_eq!((body.as_str(), left_out.len()), ("", 0));
}

#[tokio::test]
async fn says_what_did_not_fit() {
    let tables: String = (10..30).map(|number| format!("CREATE TABLE t{number} (id integer);")).collect();
    let columns: Vec<String> = (10..60).map(|number| format!("c{number} integer")).collect();
    let (body, left_out) =
        drawing("", &format!("{tables} CREATE TABLE a ({}, id integer PRIMARY KEY)", columns.join(", "))).await;
    assert_eq!(body.matches(" (new)\"] {").count(), 15);
    assert_eq!(left_out.len(), 6);
    assert!(body.contains("\"21 more columns\""), "{body}");
    assert!(body.contains("integer id PK"), "a key is never left out: {body}");
}

/// What Mermaid's lexer reads: an entity, a column, the end of an entity, a relation.
fn is_safe(line: &str) -> bool {
    let quoted = |text: &str| {
        text.starts_with('"')
            && text.ends_with('"')
            && text.len() > 1
            && !text[1..text.len() - 1].contains(['"', '%', '\\', '`', '<', '&', '#'])
    };
    let word = |text: &str| {
        text.starts_with(|c: char| c == '_' || c.is_alphabetic())
            && text.chars().all(|c| c.is_alphanumeric() || "_-[]()".contains(c))
    };
    let text = line.trim_start();
    if text == "}" {
        return true;
    }
    if let Some((number, shown)) = text.strip_suffix("] {").and_then(|text| text.split_once('[')) {
        return word(number) && quoted(shown);
    }
    if let Some((relation, label)) = text.split_once(" : ") {
        return quoted(label) && relation.split(' ').count() == 3;
    }
    let mut parts = text.splitn(3, ' ');
    let rest = |text: &str| {
        text.split(", ").all(|key| ["PK", "FK", "UK"].contains(&key))
            || quoted(text.trim_start_matches(['P', 'F', 'U', 'K', ',', ' ']))
    };
    parts.next().is_some_and(word) && parts.next().is_some_and(word) && parts.next().is_none_or(rest)
}

#[tokio::test]
async fn no_name_breaks_out() {
    let names = [
        "pk",
        "UK",
        "1st",
        "a\"b",
        "]",
        "\"] {",
        "%%{init}%%",
        "{",
        "}",
        "<script>",
        "`",
        "a\nb",
        "名前",
        "größe",
        "direction",
        "class",
        "end",
        "🙂",
        "𝒳",
        "-x",
        " ",
        "\u{202e}evil",
        "\u{200b}",
        "@everyone",
        "[link](http://x)",
        "||--o{",
        "and more",
        "&quot;",
        "#quot;",
        "\\",
    ];
    let quote = |name: &str| postgres_terms::Identifier::new(name).quote();
    let columns: Vec<String> = names.iter().map(|name| format!("{} integer", quote(name))).collect();
    let mut sql = String::new();
    for (number, name) in names.iter().enumerate() {
        let (table, column) = (quote(name), quote(names[(number + 1) % names.len()]));
        let few = columns[number..].iter().chain(&columns[..number]).take(12).cloned().collect::<Vec<_>>().join(", ");
        sql += &format!(
            "CREATE TYPE {} AS ENUM ('x'); CREATE TABLE {table} ({few}, kind {}[], PRIMARY KEY ({table}), FOREIGN KEY ({column}) REFERENCES {table});",
            quote(&format!("e{name}")),
            quote(&format!("e{name}"))
        );
    }
    let halves = [&names[..15], &names[15..]];
    assert!(halves.iter().all(|half| half.len() <= 15), "each table is drawn once");
    for half in halves {
        let drop_others: String =
            names.iter().filter(|name| !half.contains(name)).map(|name| format!("DROP TABLE {};", quote(name))).collect();
        let (body, left_out) = drawing("", &format!("{sql} {drop_others}")).await;
        assert_eq!(left_out, Vec::<String>::new());
        assert_eq!(body.matches(" (new)\"] {").count(), half.len());
        for line in body.lines() {
            assert!(is_safe(line), "{line:?}");
        }
    }
}
