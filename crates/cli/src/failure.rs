//! Why a run ends without a report.

use std::{error::Error, fmt};

use crate::Exit;

/// A run that could not conclude: what happened, what to do, and the exit code.
#[derive(Debug)]
pub struct Failure {
    exit: Exit,
    message: String,
    hint: Option<String>,
}

impl Failure {
    /// The user asked for something impossible: exit 2.
    pub fn usage(error: impl fmt::Display) -> Self {
        Failure { exit: Exit::Usage, message: error.to_string(), hint: None }
    }

    /// Another end than those below, with what happened.
    pub fn ending(exit: Exit, message: impl fmt::Display) -> Self {
        Failure { exit, message: message.to_string(), hint: None }
    }

    /// The same with another exit code, where the caller knows better.
    pub fn with_exit(self, exit: Exit) -> Self {
        Failure { exit, ..self }
    }

    /// Somebody ended the run before it had concluded: exit 3.
    pub(crate) fn interrupted(message: &str) -> Self {
        Failure { exit: Exit::Inconclusive, message: message.to_owned(), hint: None }
    }

    /// With what to do about it, one imperative sentence.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same in one line, for a report that goes on without what failed.
    pub fn sentence(&self) -> String {
        let hint = self.hint.iter().flat_map(|hint| [". ", hint]).collect::<String>();
        format!("{}{hint}", self.message)
    }

    /// What happened, without what to do.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    pub fn advice(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        self.exit
    }
}

/// Any library error means that nothing was concluded: exit 3. Its causes are part of the message.
impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(inner) = cause {
            let text = inner.to_string();
            if !message.contains(&text) {
                message = format!("{message}: {text}");
            }
            cause = inner.source();
        }
        Failure { exit: Exit::Inconclusive, message, hint: None }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}", self.message)?;
        match &self.hint {
            Some(hint) => write!(f, "\n\n{hint}"),
            None => Ok(()),
        }
    }
}
