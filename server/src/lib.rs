//! lib

pub mod imports;
