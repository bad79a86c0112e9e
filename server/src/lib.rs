//! lib

pub mod email;
