//! People: signing in, the own account, roles, invitations.

pub mod sign_in;
