//! From links to successions: which school carries on whose history.
//!
//! A school's history moves on by itself only where the register leaves one answer: one school became one other,
//! or several became one. Splits, circles and links without a direction are reported for a person to look at.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{LinkKind, LinkRow, SchoolStatus, Urn};

/// How one school followed another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SuccessionKind {
    /// The same school under a new URN, such as one that became an academy.
    Continuation,
    /// Taken in by a school that went on.
    Merger,
    /// Made into a new school together with others.
    Amalgamation,
}

/// `to` carries on the history of `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Succession {
    /// The predecessor. It is `from` in no other succession.
    pub from: Urn,
    /// The successor. Several predecessors may have the same one.
    pub to: Urn,
    /// Since when, if the register says; the earlier date where its two rows disagree.
    pub on: Option<NaiveDate>,
    /// How it came about.
    pub kind: SuccessionKind,
}

impl Succession {
    /// Whether the history moves now, given the statuses of the two in the register. It does not while the
    /// predecessor still teaches, nor to a school that has not opened: the link may still change, and so may its URN.
    #[must_use]
    pub const fn is_in_effect(from: SchoolStatus, to: SchoolStatus) -> bool {
        matches!(from, SchoolStatus::Closed) && !matches!(to, SchoolStatus::ProposedToOpen)
    }
}

/// Two schools that the register links without saying which came first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct UndecidedLink {
    /// The lower of the two URNs.
    pub first: Urn,
    /// The higher one.
    pub second: Urn,
    /// The register's name for the link.
    pub link_type: String,
}

/// What a links file says about successions. Every list is in a fixed order that does not depend on the file's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionReport {
    /// What can be applied, in an order that is safe to apply: in a chain, the earlier link comes first.
    pub successions: Vec<Succession>,
    /// Schools with several successors, or said to be split, with those successors. Not applied.
    pub splits: BTreeMap<Urn, BTreeSet<Urn>>,
    /// Schools that would follow themselves through others. None of the links within the circle is applied.
    pub cycles: Vec<Vec<Urn>>,
    /// Schools linked to themselves.
    pub linked_to_themselves: BTreeSet<Urn>,
    /// Links whose direction the register leaves open, unless another row tells it. Not applied.
    pub undecided: BTreeSet<UndecidedLink>,
    /// Rows that are no successions, by the name of their type; past 100 names, under “Other types”.
    pub ignored: BTreeMap<String, u64>,
}

/// Reads the successions out of the rows of a links file. The register writes most links twice, once from each
/// side; both describe one succession. Links that are not about successions are only counted, so memory holds no
/// more than the successions themselves.
pub fn successions(rows: impl IntoIterator<Item = LinkRow>) -> SuccessionReport {
    let mut gathered = Gathered::default();
    for row in rows {
        gathered.take(row);
    }
    gathered.report()
}

/// Most distinct names that [`SuccessionReport::ignored`] keeps apart.
const MOST_IGNORED_NAMES: usize = 100;

#[derive(Default)]
struct Gathered {
    /// By predecessor, then by successor.
    links: BTreeMap<Urn, BTreeMap<Urn, (SuccessionKind, Option<NaiveDate>)>>,
    said_to_be_split: BTreeSet<Urn>,
    undecided: BTreeSet<UndecidedLink>,
    linked_to_themselves: BTreeSet<Urn>,
    ignored: BTreeMap<String, u64>,
}

impl Gathered {
    fn take(&mut self, row: LinkRow) {
        use SuccessionKind::{Amalgamation, Continuation, Merger};
        let LinkRow {
            urn,
            link_urn,
            link_type,
            established,
        } = row;
        let (from, to, kind) = match link_type {
            LinkKind::Other(name) => return self.ignore(name),
            _ if urn == link_urn => {
                self.linked_to_themselves.insert(urn);
                return;
            }
            LinkKind::Undirected(link_type) => {
                let (first, second) = (urn.min(link_urn), urn.max(link_urn));
                self.undecided.insert(UndecidedLink {
                    first,
                    second,
                    link_type,
                });
                return;
            }
            LinkKind::Predecessor => (link_urn, urn, Continuation),
            LinkKind::PredecessorMerged => (link_urn, urn, Merger),
            LinkKind::PredecessorAmalgamated => (link_urn, urn, Amalgamation),
            LinkKind::Successor => (urn, link_urn, Continuation),
            LinkKind::SuccessorMerged => (urn, link_urn, Merger),
            LinkKind::SuccessorAmalgamated => (urn, link_urn, Amalgamation),
            LinkKind::PredecessorSplit => {
                self.said_to_be_split.insert(link_urn);
                (link_urn, urn, Continuation)
            }
            LinkKind::SuccessorSplit => {
                self.said_to_be_split.insert(urn);
                (urn, link_urn, Continuation)
            }
        };
        let known = self
            .links
            .entry(from)
            .or_default()
            .entry(to)
            .or_insert((kind, established));
        known.0 = known.0.max(kind);
        known.1 = match (known.1, established) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
    }

    fn ignore(&mut self, name: String) {
        let full = self.ignored.len() >= MOST_IGNORED_NAMES && !self.ignored.contains_key(&name);
        let name = if full { "Other types".to_owned() } else { name };
        *self.ignored.entry(name).or_default() += 1;
    }

    fn report(self) -> SuccessionReport {
        let directed = |first: &Urn, second: &Urn| {
            self.links
                .get(first)
                .is_some_and(|followers| followers.contains_key(second))
        };
        let undecided = self
            .undecided
            .iter()
            .filter(|link| {
                !directed(&link.first, &link.second) && !directed(&link.second, &link.first)
            })
            .cloned()
            .collect();
        let mut splits = BTreeMap::new();
        let mut single: BTreeMap<Urn, Succession> = BTreeMap::new();
        for (from, followers) in &self.links {
            if followers.len() > 1 || self.said_to_be_split.contains(from) {
                splits.insert(*from, followers.keys().copied().collect());
            } else {
                single.extend(followers.iter().map(|(to, (kind, on))| {
                    (
                        *from,
                        Succession {
                            from: *from,
                            to: *to,
                            on: *on,
                            kind: *kind,
                        },
                    )
                }));
            }
        }
        let cycles = remove_cycles(&mut single);
        SuccessionReport {
            successions: earliest_first(single),
            splits,
            cycles,
            linked_to_themselves: self.linked_to_themselves,
            undecided,
            ignored: self.ignored,
        }
    }
}

/// Takes every link that lies on a circle out of `single`, and returns the circles. Each school has one successor
/// at most, so following it either ends, meets a path walked before, or closes a circle.
fn remove_cycles(single: &mut BTreeMap<Urn, Succession>) -> Vec<Vec<Urn>> {
    let mut cycles = Vec::new();
    let mut settled: BTreeSet<Urn> = BTreeSet::new();
    for start in single.keys() {
        let mut path: Vec<Urn> = Vec::new();
        let mut on_path: BTreeSet<Urn> = BTreeSet::new();
        let mut next = Some(*start);
        while let Some(urn) = next {
            if settled.contains(&urn) {
                break;
            }
            if !on_path.insert(urn) {
                cycles.push(
                    path.iter()
                        .copied()
                        .skip_while(|passed| *passed != urn)
                        .collect(),
                );
                break;
            }
            path.push(urn);
            next = single.get(&urn).map(|succession| succession.to);
        }
        settled.extend(path);
    }
    for urn in cycles.iter().flatten() {
        single.remove(urn);
    }
    cycles
}

/// In a chain, the link with more links after it comes first; links of equal standing go by URN.
fn earliest_first(single: BTreeMap<Urn, Succession>) -> Vec<Succession> {
    let mut links_after: BTreeMap<Urn, u32> = BTreeMap::new();
    for start in single.keys() {
        let mut path = Vec::new();
        let mut at = *start;
        while let Some(succession) = single.get(&at)
            && !links_after.contains_key(&at)
        {
            path.push(at);
            at = succession.to;
        }
        let mut count = links_after.get(&at).copied().unwrap_or_default();
        for urn in path.into_iter().rev() {
            count += 1;
            links_after.insert(urn, count);
        }
    }
    let mut ordered: Vec<Succession> = single.into_values().collect();
    ordered.sort_by_key(|succession| {
        (
            Reverse(links_after.get(&succession.from).copied()),
            succession.from,
        )
    });
    ordered
}

#[cfg(test)]
#[path = "successions_tests.rs"]
mod tests;
