//! The judge does judge: wrong calls and impossible answers do not get through.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use test_github::{FakeGitHub, Fault, Prism};

/// Sends one request and returns the status of the answer.
fn status(base: &str, token: &str, method: &str, path: &str, body: &str) -> u16 {
    let host = base.strip_prefix("http://").unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\nuser-agent: test\r\nauthorization: Bearer {token}\r\n\
         accept: application/vnd.github+json\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn wrong_calls_and_impossible_answers_are_refused() {
    let fake = FakeGitHub::start("github-actions[bot]");
    let prism = Prism::in_front_of(&fake);
    let id = fake.plant(7, "github-actions[bot]", "text");
    let comment = format!("/repos/acme/shop/issues/comments/{id}");
    let check = |method: &str, path: &str, body: &str, expected: u16| {
        assert_eq!(status(prism.url(), fake.token(), method, path, body), expected, "{method} {path} {body}");
    };
    check("PATCH", &comment, r#"{"body": "new"}"#, 200);
    check("POST", &comment, r#"{"body": "new"}"#, 405);
    check("PATCH", &comment, r#"{"body": 5}"#, 422);
    check("PATCH", &comment, "{}", 422);
    check("GET", "/repos/acme/shop/issues/7/comments?per_page=many", "", 422);
    check("GET", "/repos/acme/shop/unknown", "", 404);
    fake.fail_next("GET", Fault::Nonsense);
    check("GET", "/repos/acme/shop/issues/7/comments", "", 500);
    check("GET", "/repos/acme/shop/issues/7/comments", "", 200);
}
