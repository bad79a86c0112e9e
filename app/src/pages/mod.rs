//! Pages by area. A page is a component over plain values: it reads nothing and decides nothing.

pub mod area;
pub mod home;
pub mod partnerships;
pub mod people;
pub mod schools;
pub mod site;
