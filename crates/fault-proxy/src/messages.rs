//! Where does each message of the protocol end, and which one asks for a commit?

/// Requests before the session begins: TLS, GSSAPI encryption. Another such message follows them.
const BEFORE_SESSION: [u32; 2] = [80_877_103, 80_877_104];
/// Bytes of a length, which counts itself.
const LENGTH: usize = 4;

/// Bytes on their way, cut into messages.
#[derive(Debug, Default)]
pub(crate) struct Messages {
    bytes: Vec<u8>,
    /// From here on messages begin with a letter.
    in_session: bool,
}

impl Messages {
    /// For a direction that is in the middle of a session.
    pub(crate) fn in_session() -> Messages {
        Messages { bytes: Vec::new(), in_session: true }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next whole message, as it came.
    pub(crate) fn next(&mut self) -> Option<Vec<u8>> {
        let head = usize::from(self.in_session);
        let length = u32::from_be_bytes(self.bytes.get(head..head + LENGTH)?.try_into().ok()?);
        let end = head + usize::try_from(length).ok()?.max(LENGTH);
        if self.bytes.len() < end {
            return None;
        }
        let message: Vec<u8> = self.bytes.drain(..end).collect();
        if !self.in_session {
            let code = message.get(LENGTH..2 * LENGTH).and_then(|code| code.try_into().ok()).map(u32::from_be_bytes);
            self.in_session = !code.is_some_and(|code| BEFORE_SESSION.contains(&code));
        }
        Some(message)
    }
}

/// Whether a client's message is `COMMIT` and nothing else: as a simple query, or to be prepared.
pub(crate) fn is_commit(message: &[u8]) -> bool {
    let text = match message.split_first() {
        Some((b'Q', rest)) => rest.get(LENGTH..).unwrap_or_default(),
        Some((b'P', rest)) => {
            let after_length = rest.get(LENGTH..).unwrap_or_default();
            let name = after_length.iter().position(|byte| *byte == 0).unwrap_or(after_length.len());
            after_length.get(name + 1..).unwrap_or_default()
        }
        _ => return false,
    };
    let end = text.iter().position(|byte| *byte == 0).unwrap_or(text.len());
    let text = String::from_utf8_lossy(&text[..end]);
    text.trim().trim_end_matches(';').trim_end().eq_ignore_ascii_case("COMMIT")
}

/// Whether a server's message says that it is done and waits for the next query.
pub(crate) fn is_ready(message: &[u8]) -> bool {
    message.first() == Some(&b'Z')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn query(text: &str) -> Vec<u8> {
        let length = u32::try_from(LENGTH + text.len() + 1).expect("short");
        [b"Q", &length.to_be_bytes()[..], text.as_bytes(), b"\0"].concat()
    }

    #[test]
    fn messages_come_out_as_they_went_in_however_they_are_cut() {
        let tls = [8u32.to_be_bytes(), 80_877_103u32.to_be_bytes()].concat();
        let startup = [9u32.to_be_bytes().to_vec(), 196_608u32.to_be_bytes().to_vec(), vec![0]].concat();
        let all = [tls.clone(), startup.clone(), query("SELECT 1"), query("commit ;")];
        for size in [1, 3, 1000] {
            let mut messages = Messages::default();
            let mut out = Vec::new();
            for piece in all.concat().chunks(size) {
                messages.push(piece);
                out.extend(std::iter::from_fn(|| messages.next()));
            }
            assert_eq!(out, all, "{size}");
        }
        assert!(is_commit(&query("commit ;")) && is_commit(&query(" COMMIT")));
        assert!(!is_commit(&query("SELECT 'commit'")) && !is_commit(&query("COMMIT PREPARED 'x'")));
        let parse = [b"P", &20u32.to_be_bytes()[..], b"s1\0COMMIT\0\0\0"].concat();
        assert!(is_commit(&parse) && !is_commit(&startup) && !is_commit(b""));
    }
}
