//! Signing in by one-time e-mail link, and the session that follows. No passwords anywhere.

pub mod links;
pub mod session;
