#![allow(clippy::unwrap_used)]

use super::*;

fn urn(number: u32) -> Urn {
    Urn::try_from(number).unwrap()
}

fn link(from: u32, kind: &str, to: u32, date: &str) -> LinkRow {
    LinkRow {
        urn: urn(from),
        link_urn: urn(to),
        link_type: LinkKind::from_register(kind),
        established: date.parse().ok(),
    }
}

fn pairs(report: &SuccessionReport) -> Vec<(u32, u32)> {
    report
        .successions
        .iter()
        .map(|found| (found.from.get(), found.to.get()))
        .collect()
}

#[test]
fn the_two_rows_of_a_link_are_one_succession() {
    let report = successions([
        link(900_001, "Successor", 900_013, "2025-09-01"),
        link(900_013, "Predecessor", 900_001, "2025-08-31"),
    ]);
    assert_eq!(
        report.successions,
        [Succession {
            from: urn(900_001),
            to: urn(900_013),
            on: NaiveDate::from_ymd_opt(2025, 8, 31),
            kind: SuccessionKind::Continuation
        }]
    );
}

#[test]
fn one_row_from_either_side_is_enough() {
    assert_eq!(
        pairs(&successions([link(900_013, "Predecessor", 900_001, "")])),
        [(900_001, 900_013)]
    );
    assert_eq!(
        pairs(&successions([link(900_001, "Successor", 900_013, "")])),
        [(900_001, 900_013)]
    );
}

#[test]
fn several_schools_may_become_one() {
    let report = successions([
        link(900_001, "Successor - amalgamated", 900_013, ""),
        link(900_013, "Predecessor", 900_001, ""),
        link(900_013, "Predecessor - merged", 900_002, ""),
    ]);
    assert_eq!(pairs(&report), [(900_001, 900_013), (900_002, 900_013)]);
    assert_eq!(report.successions[0].kind, SuccessionKind::Amalgamation);
    assert_eq!(report.successions[1].kind, SuccessionKind::Merger);
}

#[test]
fn a_school_that_was_split_gives_its_history_to_nobody() {
    let report = successions([
        link(900_001, "Successor", 900_013, ""),
        link(900_014, "Predecessor", 900_001, ""),
        link(900_002, "Successor - Split School", 900_015, ""),
    ]);
    assert_eq!(report.successions, []);
    assert_eq!(
        report.splits[&urn(900_001)],
        BTreeSet::from([urn(900_013), urn(900_014)])
    );
    assert_eq!(report.splits[&urn(900_002)], BTreeSet::from([urn(900_015)]));
}

#[test]
fn a_circle_is_reported_and_what_leads_into_it_still_counts() {
    let report = successions([
        link(900_002, "Successor", 900_003, ""),
        link(900_003, "Successor", 900_002, ""),
        link(900_001, "Successor", 900_002, ""),
        link(900_005, "Successor", 900_005, ""),
    ]);
    assert_eq!(pairs(&report), [(900_001, 900_002)]);
    assert_eq!(report.cycles, [vec![urn(900_002), urn(900_003)]]);
    assert_eq!(report.linked_to_themselves, BTreeSet::from([urn(900_005)]));
}

#[test]
fn in_a_chain_the_earlier_link_comes_first_whatever_the_urns() {
    let report = successions([
        link(900_001, "Successor", 900_005, ""),
        link(900_009, "Successor", 900_001, ""),
        link(900_003, "Successor", 900_009, ""),
    ]);
    assert_eq!(
        pairs(&report),
        [(900_003, 900_009), (900_009, 900_001), (900_001, 900_005)]
    );
}

#[test]
fn a_link_without_a_direction_is_left_to_a_person_unless_another_row_tells_it() {
    let report = successions([
        link(900_001, "Result of Amalgamation", 900_013, ""),
        link(900_013, "Predecessor - amalgamated", 900_001, ""),
        link(900_014, "Result of Amalgamation", 900_002, ""),
    ]);
    assert_eq!(pairs(&report), [(900_001, 900_013)]);
    let left: Vec<_> = report
        .undecided
        .iter()
        .map(|link| (link.first, link.second))
        .collect();
    assert_eq!(left, [(urn(900_002), urn(900_014))]);
}

#[test]
fn other_links_are_counted_by_name() {
    let report = successions([
        link(900_001, "Sixth Form Centre Link", 900_002, ""),
        link(900_003, "Sixth Form Centre Link", 900_002, ""),
    ]);
    assert_eq!(
        report.ignored,
        BTreeMap::from([("Sixth Form Centre Link".to_owned(), 2)])
    );
    assert_eq!(report.successions, []);
}

#[test]
fn the_counts_of_other_links_stay_few_however_many_names_there_are() {
    let rows = (0..5_000).map(|number| link(900_001, &format!("Kind {number}"), 900_002, ""));
    let report = successions(rows);
    assert_eq!(report.ignored.len(), MOST_IGNORED_NAMES + 1);
    assert_eq!(report.ignored.values().sum::<u64>(), 5_000);
}

#[test]
fn history_waits_until_the_predecessor_is_closed_and_the_successor_open() {
    use SchoolStatus::{Closed, Open, OpenProposedToClose, ProposedToOpen};
    assert!(Succession::is_in_effect(Closed, Open));
    assert!(Succession::is_in_effect(Closed, Closed));
    assert!(!Succession::is_in_effect(OpenProposedToClose, Open));
    assert!(!Succession::is_in_effect(Closed, ProposedToOpen));
}
