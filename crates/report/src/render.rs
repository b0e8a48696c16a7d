//! From a [`Report`](crate::Report) to text: one file per renderer. A renderer formats; it decides nothing, and never calls another one.

pub mod annotations;
mod cell;
mod duration;
mod excerpt;
pub mod human;
pub mod json;
mod log_safe;
pub mod markdown;
mod rows;
pub mod sarif;
