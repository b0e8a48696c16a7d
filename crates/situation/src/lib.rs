//! Where are we, and what is new here?
//!
//! Which repository, which base, which configuration ([`read`]); what each target has on both sides ([`Sides`]); and what is wrong with
//! the files themselves, as findings ([`input`]) with the severities that the configuration wants ([`rules`]). What statements do, and what
//! becomes of the findings, is left to the binaries.

mod base;
pub mod input;
pub mod rules;
mod sides;
mod situation;
pub mod verification;

pub use base::{Base, git_failure};
pub use sides::{LookAtBase, LookAtHead, Sides, Standing};
pub use situation::{BaseChoice, Question, Situation, TargetChoice, config_failure, read};
