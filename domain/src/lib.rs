//! placeholder

pub mod register;
