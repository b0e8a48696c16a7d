//! GitHub's description of its API as a proxy: judges what a client asks (422) and what the fake answers (500).

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::FakeGitHub;

/// How long it may take to start, on a loaded machine.
const START: Duration = Duration::from_secs(120);

/// A running proxy; ends when dropped.
#[derive(Debug)]
pub struct Prism {
    url: String,
    process: Child,
}

impl Prism {
    /// Starts one in front of a fake.
    ///
    /// # Panics
    ///
    /// When it is not installed: run `bash tests/github/install.sh`.
    pub fn in_front_of(fake: &FakeGitHub) -> Prism {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/github");
        let program = installed(home.join("node_modules/@stoplight/prism-cli/dist/index.js"));
        let description = installed(home.join(".cache/github.json"));
        // It takes no port 0; between here and its start another process could take this one, and then it fails loudly.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut process = Command::new("node")
            .arg(program)
            .args(["proxy", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()])
            .arg(description)
            .arg(fake.url())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .expect("`node` runs");
        let output = BufReader::new(process.stdout.take().unwrap());
        let (ready, is_ready) = mpsc::channel();
        // Read to the end, or it would block on a full pipe.
        thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if line.contains("is listening on") {
                    let _ = ready.send(());
                }
            }
        });
        let prism = Prism { url: format!("http://127.0.0.1:{port}"), process };
        is_ready.recv_timeout(START).expect("Prism starts");
        prism
    }

    /// Its address, for `GITHUB_API_URL`.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn installed(path: PathBuf) -> PathBuf {
    assert!(path.exists(), "`{}` is missing: run `bash tests/github/install.sh`", path.display());
    path
}
