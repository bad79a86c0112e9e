//! placeholder

pub mod calendar;
pub mod milestones;
pub mod pairing;
