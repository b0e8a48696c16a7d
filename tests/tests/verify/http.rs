//! Requests over HTTP, to a server of the test's own.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use migration_gate_tests::Program;

use crate::shop::{Shop, Verified};

/// Answers by path, and remembers what it was asked.
struct Site {
    address: String,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Site {
    fn start() -> Site {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let heard: Arc<Mutex<Vec<String>>> = Arc::default();
        let to_remember = heard.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let heard = to_remember.clone();
                thread::spawn(move || answer(&stream, &heard));
            }
        });
        Site { address, heard }
    }

    fn heard(&self) -> String {
        self.heard.lock().unwrap().join("\n")
    }
}

fn answer(mut stream: &TcpStream, heard: &Mutex<Vec<String>>) {
    let head: Vec<String> = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
    let path = head.first().and_then(|line| line.split(' ').nth(1)).unwrap_or_default().to_owned();
    heard.lock().unwrap().push(head.join("\n"));
    let (status, body) = match path.as_str() {
        "/health" => ("200 OK", "all is ok".to_owned()),
        "/empty" => ("204 No Content", String::new()),
        "/moved" => ("302 Found\r\nlocation: /health", String::new()),
        "/long" => ("200 OK", "x".repeat(2 << 20)),
        "/slow" => {
            thread::sleep(Duration::from_secs(20));
            ("200 OK", String::new())
        }
        "/half" => {
            // A client that has gone away is its own business.
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf");
            return;
        }
        _ => ("500 Oh no", "canary".to_owned()),
    };
    let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
}

fn check(url: &str, rest: &str) -> String {
    format!("[[verify.http]]\nname = \"the shop\"\nurl = \"{url}\"\n{rest}\n")
}

const TABLE: &str = "CREATE TABLE a (id int)";

#[test]
fn answers_that_are_as_they_must_be_pass() {
    let (shop, site) = (Shop::with(TABLE), Site::start());
    let address = &site.address;
    let config = [
        check(&format!("{address}/health"), "body-contains = \"is ok\"\nwithin = \"5s\""),
        check(&format!("{address}/empty"), "status = 204"),
        check(&format!("{address}/moved"), "status = 302"),
        check(&format!("{address}/long"), "within = \"10s\""),
    ];
    shop.verify_with(&config.concat()).passes();
    assert!(site.heard().contains("GET /health HTTP/1.1") && site.heard().contains("migration-gate/"), "{}", site.heard());
}

#[test]
fn answers_that_are_not_are_found() {
    let (shop, site) = (Shop::with(TABLE), Site::start());
    let fails = |path: &str, rest: &str, why: &str| {
        let url = format!("{}{path}", site.address);
        let verified = shop.verify_with(&check(&format!("{url}?key=canary"), rest));
        verified.finds("smoke-check-failed", &format!("request `the shop` to `{url}` fails: {why}"));
        assert!(!verified.ended.stdout.contains("canary"));
    };
    fails("/health", "", "the status is 500 and must be 200");
    let shop_is = |path: &str, rest: &str, why: &str| {
        let url = format!("{}{path}", site.address);
        shop.verify_with(&check(&url, rest)).finds("smoke-check-failed", &format!("request `the shop` to `{url}` fails: {why}"));
    };
    shop_is("/moved", "", "the status is 302 and must be 200");
    shop_is("/health", "body-contains = \"is broken\"", "the body does not contain `is broken`");
    shop_is("/slow", "within = \"300ms\"", "no whole answer came within 300 ms");
    shop_is("/long", "body-contains = \"y\"", "the body is longer than 1048576 bytes, and is not searched for `y`");
    let verified = shop.verify_with(&check(&format!("{}/half", site.address), ""));
    assert!(verified.findings()[0].1.contains("the answer broke off"), "{:#}", verified.report);
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let verified = shop.verify_with(&check(&format!("http://{nobody}/"), ""));
    assert!(verified.findings()[0].1.contains("no answer: "), "{:#}", verified.report);
    assert_eq!(verified.code(), 1);
}

#[test]
fn tokens_come_from_the_environment_and_are_not_shown() {
    let (shop, site) = (Shop::with(TABLE), Site::start());
    shop.configure(
        "[[verify.http]]\nname = \"secret\"\nurl-variable = \"HEALTH_URL\"\ntoken = \"HEALTH_TOKEN\"\nheaders = { x-probe = \"PROBE\" }\n",
    );
    let with = |url: &str, token: &str| {
        let program: Program = shop.program().env("HEALTH_URL", url).env("PROBE", "canary-probe");
        let verified = Verified::of(program.env("HEALTH_TOKEN", token).run());
        let (stdout, stderr) = (&verified.ended.stdout, &verified.ended.stderr);
        assert!(!stdout.contains("canary") && !stderr.contains("canary"), "{stdout}{stderr}");
        verified
    };
    with(&format!("{}/health", site.address), "canary-token").passes();
    let heard = site.heard();
    assert!(heard.contains("authorization: Bearer canary-token") && heard.contains("x-probe: canary-probe"), "{heard}");
    with(&format!("{}/canary", site.address), "canary-token")
        .finds("smoke-check-failed", "request `secret` to the address in `HEALTH_URL` fails: the status is 500 and must be 200");
    with("http://shop.example/canary", "x").cannot("a secret would be sent without encryption");
    with("https://u:canary@shop.example/", "x").cannot("its address is none");
    with(&format!("{}/health", site.address), "can\nary").cannot("the value of `HEALTH_TOKEN` has characters");
    with(&format!("{}/health", site.address), "").cannot("the variable `HEALTH_TOKEN` is not set");
}
