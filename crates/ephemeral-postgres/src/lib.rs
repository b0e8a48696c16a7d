//! ephemeral-postgres
