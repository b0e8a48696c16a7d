//! What has run here?
//!
//! [`find`] tells where Prisma's history table is, or why there is none; [`read`] reads its rows; [`compare`], which is
//! pure, holds them against a directory of migrations: what is pending, applied, stuck, edited, missing, out of order.
//! What follows from that (stop, warn, apply) is left to others, and so is writing rows (`apply`).

mod place;
mod record;
mod rows;
mod standing;

use thiserror::Error;

pub use place::{Diversion, Place, Presence, find};
pub use record::{Record, State};
pub use rows::read;
pub use standing::{Duplicate, Edited, OutOfOrder, Standing, compare};

/// The name of Prisma Migrate's history table, in whichever schema.
pub const TABLE: &str = "_prisma_migrations";

/// Why it could not be learned what has run.
#[derive(Debug, Error)]
pub enum Error {
    /// The server refused or was gone.
    #[error("cannot read {what}")]
    Server {
        /// What was asked for.
        what: String,
        /// The server's answer.
        source: database::Error,
    },
}

fn about(what: impl Into<String>) -> impl FnOnce(tokio_postgres::Error) -> Error {
    let what = what.into();
    move |error| Error::Server { what, source: error.into() }
}
