//! postgres-syntax
