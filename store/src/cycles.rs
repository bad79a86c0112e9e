//! Cycles: the record itself, its facts for the policy, lists by scope, and its changes of state.

mod read;
mod write;

pub use read::{Cycle, CycleLine, CycleSchool, Head, Newcomer};
pub use write::{
    Settings, activate, activate_when_all_agreed, add_school, create, create_reviews_on_launch,
    edit_draft, edit_running, end, launch, set_offsets,
};
