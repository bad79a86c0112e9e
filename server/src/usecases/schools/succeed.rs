//! Lets a successor carry on its predecessor's history, as the register's links say.
//!
//! The predecessor's record takes the successor's URN and details, and everything that refers to it stays where it is.
//! Where both have a history of their own here, neither is touched, and the report says so for a person to look at.

use super::import_register::ImportError;
use crate::imports::LineError;
use domain::ids::SchoolId;
use domain::policy::{Permit, act};
use domain::register::{Succession, SuccessionKind, SuccessionReport, Urn};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::schools::import::HeldSchool;
use store::schools::successions::{Fold, fold};
use store::{Meta, Store, Write};

/// Successions in one transaction.
const BATCH: usize = 200;
/// Pairs that are named in a report; more are only counted.
const MOST_NAMED: usize = 100;

/// What became of a links file. Every succession is in exactly one of `applied`, `before`, `waiting`, `not_held` and
/// `apart_count`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Successions {
    /// Successions in the file that have one clear answer.
    pub found: u64,
    /// Applied now.
    pub applied: u64,
    /// Applied by an earlier import.
    pub before: u64,
    /// Not yet in effect: the predecessor is not closed, or the successor not open.
    pub waiting: u64,
    /// One of the two schools is not held.
    pub not_held: u64,
    /// Both schools have a history here, so that a person has to decide: predecessor and successor.
    pub apart: Vec<(Urn, Urn)>,
    /// How many of those there are.
    pub apart_count: u64,
    /// Schools that the file says became several, or that would follow themselves; not applied.
    pub unclear: u64,
    /// Faulty lines of the links file.
    pub errors: Vec<LineError>,
}

impl Successions {
    /// What a links file holds, before anything is known of the schools.
    pub fn announced((report, errors): (SuccessionReport, Vec<LineError>)) -> Self {
        let unclear = report.splits.len() + report.cycles.len() + report.undecided.len();
        Self {
            found: report.successions.len() as u64,
            unclear: unclear as u64,
            errors,
            ..Self::default()
        }
    }
}

/// Applies what is in effect, in bounded transactions.
pub async fn apply(
    store: &Store,
    permit: &Permit<act::ImportRegister>,
    meta: &Meta,
    report: SuccessionReport,
    errors: Vec<LineError>,
) -> Result<Successions, ImportError> {
    let list = report.successions.clone();
    let mut out = Successions::announced((report, errors));
    for batch in list.chunks(BATCH) {
        let urns: Vec<Urn> = batch.iter().flat_map(|s| [s.from, s.to]).collect();
        let held = store.list_held_schools(permit, &urns).await?;
        let ids: Vec<SchoolId> = held.iter().map(|h| h.id.clone()).collect();
        let history = store.list_schools_with_history(permit, &ids).await?;
        let folds = Planner::new(held, history).plan(batch, &mut out);
        if !folds.is_empty() {
            let mut write = Write::new(meta);
            write.push(fold(permit, &folds));
            store.commit(write).await?;
        }
    }
    Ok(out)
}

/// What is known of the schools of a batch, kept up to date as folds are planned, so that a chain is followed.
struct Planner {
    schools: BTreeMap<SchoolId, HeldSchool>,
    by_urn: BTreeMap<String, SchoolId>,
    history: BTreeSet<SchoolId>,
}

impl Planner {
    fn new(held: Vec<HeldSchool>, history: BTreeSet<SchoolId>) -> Self {
        let mut by_urn = BTreeMap::new();
        for school in &held {
            for former in &school.former_urns {
                by_urn
                    .entry(former.clone())
                    .or_insert_with(|| school.id.clone());
            }
        }
        for school in &held {
            by_urn.insert(school.urn.clone(), school.id.clone());
        }
        let schools = held.into_iter().map(|h| (h.id.clone(), h)).collect();
        Self {
            schools,
            by_urn,
            history,
        }
    }

    fn plan(mut self, batch: &[Succession], out: &mut Successions) -> Vec<Fold> {
        let mut folds = Vec::new();
        for succession in batch {
            if let Some(fold) = self.one(succession, out) {
                folds.push(fold);
            }
        }
        folds
    }

    /// Decides about one succession and counts it.
    fn one(&mut self, succession: &Succession, out: &mut Successions) -> Option<Fold> {
        let (from, to) = (succession.from.to_string(), succession.to.to_string());
        let held = |urn: &str| {
            self.by_urn
                .get(urn)
                .and_then(|id| self.schools.get(id))
                .cloned()
        };
        let (Some(before), Some(after)) = (held(&from), held(&to)) else {
            out.not_held += 1;
            return None;
        };
        if before.id == after.id || before.urn != from {
            out.before += 1;
            return None;
        }
        if !Succession::is_in_effect(before.held.status, after.held.status) {
            out.waiting += 1;
            return None;
        }
        let predecessor_stays = match (
            self.history.contains(&before.id),
            self.history.contains(&after.id),
        ) {
            (true, true) => {
                out.apart_count += 1;
                if out.apart.len() < MOST_NAMED {
                    out.apart.push((succession.from, succession.to));
                }
                return None;
            }
            (true, false) => true,
            (false, true) => false,
            // Nobody refers to either. A school that only changed its URN stays what it was; one that was taken in by
            // others goes into the one that took it in.
            (false, false) => {
                succession.kind == SuccessionKind::Continuation && after.former_urns.is_empty()
            }
        };
        out.applied += 1;
        Some(self.fold(before, after, predecessor_stays))
    }

    fn fold(&mut self, before: HeldSchool, after: HeldSchool, predecessor_stays: bool) -> Fold {
        let mut former: Vec<String> = Vec::new();
        let order = before
            .former_urns
            .iter()
            .chain([&before.urn])
            .chain(&after.former_urns);
        for urn in order {
            if *urn != after.urn && !former.contains(urn) {
                former.push(urn.clone());
            }
        }
        let (keep, gone) = if predecessor_stays {
            (before.id, after.id)
        } else {
            (after.id, before.id)
        };
        if self.history.remove(&gone) {
            self.history.insert(keep.clone());
        }
        self.schools.remove(&gone);
        for urn in former.iter().chain([&after.urn]) {
            self.by_urn.insert(urn.clone(), keep.clone());
        }
        let joined = HeldSchool {
            id: keep.clone(),
            urn: after.urn,
            former_urns: former.clone(),
            held: after.held,
        };
        self.schools.insert(keep.clone(), joined);
        Fold {
            keep,
            gone,
            take_details: predecessor_stays,
            former_urns: former,
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use domain::register::{Held, SchoolStatus};

    fn school(urn: &str, status: SchoolStatus) -> HeldSchool {
        HeldSchool {
            id: urn.parse().unwrap(),
            urn: urn.to_owned(),
            former_urns: vec![],
            held: Held {
                fingerprint: urn.to_owned(),
                status,
            },
        }
    }

    fn link(from: u32, to: u32, kind: SuccessionKind) -> Succession {
        Succession {
            from: from.try_into().unwrap(),
            to: to.try_into().unwrap(),
            on: None,
            kind,
        }
    }

    fn plan(
        held: &[HeldSchool],
        history: &[&str],
        links: &[Succession],
    ) -> (Vec<Fold>, Successions) {
        let mut out = Successions::default();
        let history = history.iter().map(|h| h.parse().unwrap()).collect();
        let folds = Planner::new(held.to_vec(), history).plan(links, &mut out);
        (folds, out)
    }

    use SchoolStatus::{Closed, Open, ProposedToOpen};
    use SuccessionKind::{Continuation, Merger};

    #[test]
    fn a_chain_ends_in_one_record_with_every_urn_it_had() {
        let held = [
            school("100001", Closed),
            school("100002", Closed),
            school("100003", Open),
        ];
        let links = [
            link(100_001, 100_002, Continuation),
            link(100_002, 100_003, Continuation),
        ];
        let (folds, out) = plan(&held, &["100001"], &links);
        assert_eq!(out.applied, 2);
        let last = folds.last().unwrap();
        assert_eq!(
            (last.keep.as_str(), last.gone.as_str()),
            ("100001", "100003")
        );
        assert_eq!(last.former_urns, ["100001", "100002"]);
    }

    #[test]
    fn two_schools_that_merge_with_a_history_each_stay_apart_and_are_reported() {
        let held = [school("100001", Closed), school("100002", Open)];
        let (folds, out) = plan(
            &held,
            &["100001", "100002"],
            &[link(100_001, 100_002, Merger)],
        );
        assert!(folds.is_empty());
        assert_eq!((out.applied, out.apart_count, out.apart.len()), (0, 1, 1));
    }

    #[test]
    fn a_school_without_history_goes_into_the_one_that_took_it_in() {
        let held = [school("100001", Closed), school("100002", Open)];
        let (folds, _) = plan(&held, &["100002"], &[link(100_001, 100_002, Merger)]);
        assert_eq!(folds[0].keep.as_str(), "100002");
        assert!(!folds[0].take_details);
        assert_eq!(folds[0].former_urns, ["100001"]);
    }

    #[test]
    fn nothing_moves_while_the_predecessor_teaches_or_the_successor_is_not_open() {
        let held = [
            school("100001", Open),
            school("100002", Open),
            school("100003", Closed),
            school("100004", ProposedToOpen),
        ];
        let links = [
            link(100_001, 100_002, Continuation),
            link(100_003, 100_004, Continuation),
            link(100_009, 100_001, Continuation),
        ];
        let (folds, out) = plan(&held, &[], &links);
        assert!(folds.is_empty());
        assert_eq!((out.waiting, out.not_held), (2, 1));
    }
}
