//! End-to-end tests: the real binaries against real servers. The cases stand beside this file.
