//! What people can do, one file a deed, named after it. Each begins with the permission (a permit of
//! `domain::policy`), decides with pure rules, and writes once: change, audit event and notices in one transaction.

pub mod action_plans;
pub mod partnerships;
pub mod people;
