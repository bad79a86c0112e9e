//! placeholder

pub mod calendar;
pub mod milestones;
