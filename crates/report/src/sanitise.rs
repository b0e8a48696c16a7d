//! The one way in which untrusted text reaches a reader.
