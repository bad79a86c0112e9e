//! Pages by area. A page is a component over plain values: it reads nothing and decides nothing.

pub mod action_plans;
pub mod partnerships;
pub mod people;
