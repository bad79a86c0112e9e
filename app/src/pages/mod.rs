//! Pages by area. A page is a component over plain values: it reads nothing and decides nothing.

pub mod partnerships;
pub mod people;
pub mod reviews;
pub mod self_reviews;
