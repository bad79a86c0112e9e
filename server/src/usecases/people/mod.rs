//! People: signing in, roles, invitations.

pub mod sign_in;
