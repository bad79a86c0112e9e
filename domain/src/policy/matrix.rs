//! The whole matrix of role × action × tenancy as a committed snapshot, and the promises that no change of a rule may
//! break. `QUINTET_WRITE_SNAPSHOTS=1 cargo test -p domain matrix` writes the snapshot again, to be read in review.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::concerns::Told;
use crate::ids::SchoolId;
use crate::people::Role;
use crate::quality::Assurance;
use crate::states::{CycleState, InvitationState, ReviewState, SelfReviewState};
use crate::visibility::Audience;

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("an id")
}

/// A review of school `s1` in partnership `p1`, LA 901, trust t1; `s2` is a partner.
fn facts(state: ReviewState, self_review: SelfReviewState, audiences: &[Audience]) -> ReviewFacts {
    let member = |person: &str, lead, state| TeamFacts {
        person: id(person),
        lead,
        state,
    };
    ReviewFacts {
        id: id("r1"),
        version: 3,
        cycle: id("c1"),
        partnership: id("p1"),
        school: id("s1"),
        la: id("901"),
        trust: Some(id("t1")),
        cycle_state: CycleState::Active,
        levels: true,
        state,
        self_review,
        agreed: true,
        dated: true,
        checked: false,
        team: vec![
            member("lead", true, InvitationState::Accepted),
            member("reviewer", false, InvitationState::Accepted),
            member("invited", false, InvitationState::Invited),
            member("declined", false, InvitationState::Declined),
        ],
        facilitator: Some(id("facilitator")),
        assurance: Assurance {
            used: true,
            moderator: Some(id("moderator")),
        },
        told: [Told::Coordinator].into(),
        audiences: audiences.iter().copied().collect(),
        partner_schools: [id::<SchoolId>("s1"), id("s2")].into(),
    }
}

fn who() -> Vec<(&'static str, Actor)> {
    let actor = |person: &str, roles: &[Role]| Actor {
        person: id(person),
        roles: roles.to_vec(),
    };
    vec![
        ("administrator", actor("x", &[Role::Administrator])),
        (
            "coordinator, own partnership",
            actor("x", &[Role::Coordinator(id("p1"))]),
        ),
        (
            "coordinator, other partnership",
            actor("x", &[Role::Coordinator(id("p2"))]),
        ),
        (
            "headteacher, own school",
            actor("x", &[Role::Headteacher(id("s1"))]),
        ),
        (
            "headteacher, same partnership",
            actor("x", &[Role::Headteacher(id("s2"))]),
        ),
        (
            "headteacher, other partnership",
            actor("x", &[Role::Headteacher(id("s9"))]),
        ),
        (
            "contributor, own school",
            actor("x", &[Role::Contributor(id("s1"))]),
        ),
        (
            "contributor, same partnership",
            actor("x", &[Role::Contributor(id("s2"))]),
        ),
        (
            "governor, own school",
            actor("x", &[Role::Governor(id("s1"))]),
        ),
        (
            "governor, same partnership",
            actor("x", &[Role::Governor(id("s2"))]),
        ),
        ("lead reviewer", actor("lead", &[])),
        ("reviewer", actor("reviewer", &[])),
        ("invited reviewer", actor("invited", &[])),
        ("declined reviewer", actor("declined", &[])),
        ("facilitator", actor("facilitator", &[])),
        ("moderator", actor("moderator", &[])),
        ("LA lead, own area", actor("x", &[Role::LaLead(id("901"))])),
        (
            "LA lead, other area",
            actor("x", &[Role::LaLead(id("902"))]),
        ),
        (
            "trust lead, own trust",
            actor("x", &[Role::TrustLead(id("t1"))]),
        ),
        (
            "trust lead, other trust",
            actor("x", &[Role::TrustLead(id("t2"))]),
        ),
        ("signed in, no role", actor("x", &[])),
    ]
}

fn mark(result: Result<(), Denied>) -> &'static str {
    match result {
        Ok(()) => "yes",
        Err(Denied::NotNow(_)) => "later",
        Err(Denied::NotYours) => "no",
        Err(Denied::Hidden) => "-",
    }
}

fn stages() -> Vec<(&'static str, ReviewFacts)> {
    use ReviewState as S;
    use SelfReviewState as R;
    vec![
        (
            "self-review in progress",
            facts(S::DateAgreed, R::InProgress, &[]),
        ),
        ("pack released", facts(S::Preparing, R::Locked, &[])),
        ("drafting", facts(S::Drafting, R::Locked, &[])),
        (
            "quality assurance",
            facts(S::InQualityAssurance, R::Locked, &[]),
        ),
        ("accuracy check", facts(S::AccuracyCheck, R::Locked, &[])),
        (
            "accuracy check finished",
            ReviewFacts {
                checked: true,
                ..facts(S::AccuracyCheck, R::Locked, &[])
            },
        ),
        ("final, not shared", facts(S::Final, R::Locked, &[])),
        (
            "final, shared with all",
            facts(S::Final, R::Locked, &Audience::ALL),
        ),
        ("plan agreed", facts(S::WorkshopHeld, R::Locked, &[])),
        ("closed", facts(S::Closed, R::Locked, &[])),
    ]
}

fn render() -> String {
    let mut out = String::from(
        "yes: may now; later: may, but not in this state; no: sees the record, may not (403); -: hidden (404)\n",
    );
    for (stage, f) in stages() {
        out.push_str(&format!("\n# Review, {stage}\n"));
        for (name, actor) in who() {
            out.push_str(&format!("\n{name}\n"));
            for action in ReviewAction::ALL {
                let result = review::decide(&actor, *action, &f);
                if result != Err(Denied::Hidden) {
                    out.push_str(&format!("  {action:?}: {}\n", mark(result)));
                }
            }
        }
    }
    let cycle_facts = |state| CycleFacts {
        id: id("c1"),
        version: 1,
        partnership: id("p1"),
        state,
        schools: [id("s1"), id("s2")].into(),
    };
    for state in [CycleState::Draft, CycleState::Active, CycleState::Closed] {
        out.push_str(&format!("\n# Cycle, {state}\n"));
        for (name, actor) in who() {
            let line: Vec<String> = CycleAction::ALL
                .iter()
                .map(|a| {
                    format!(
                        "{a:?} {}",
                        mark(cycle::decide(&actor, *a, &cycle_facts(state)))
                    )
                })
                .collect();
            out.push_str(&format!("{name}: {}\n", line.join(", ")));
        }
    }
    out.push_str("\n# Partnership\n");
    let partnership = PartnershipFacts {
        id: id("p1"),
        version: 1,
        schools: [id("s1"), id("s2")].into(),
    };
    for (name, actor) in who() {
        let line: Vec<String> = PartnershipAction::ALL
            .iter()
            .map(|a| {
                format!(
                    "{a:?} {}",
                    mark(place::decide_partnership(&actor, *a, &partnership))
                )
            })
            .collect();
        out.push_str(&format!("{name}: {}\n", line.join(", ")));
    }
    out.push_str("\n# School\n");
    let school = SchoolFacts {
        id: id("s1"),
        la: id("901"),
        trust: Some(id("t1")),
        partnerships: [id("p1")].into(),
    };
    for (name, actor) in who() {
        let line: Vec<String> = SchoolAction::ALL
            .iter()
            .map(|a| format!("{a:?} {}", mark(place::decide_school(&actor, *a, &school))))
            .collect();
        out.push_str(&format!("{name}: {}\n", line.join(", ")));
    }
    out.push_str("\n# Site\n");
    for (name, actor) in who() {
        let line: Vec<String> = SiteAction::ALL
            .iter()
            .map(|a| format!("{a:?} {}", mark(place::decide_site(&actor, *a))))
            .collect();
        out.push_str(&format!("{name}: {}\n", line.join(", ")));
    }
    out.push_str("\n# Area of LA 901\n");
    for (name, actor) in who() {
        let seen = place::decide_area(&actor, AreaAction::SeeArea, &Role::LaLead(id("901")));
        out.push_str(&format!("{name}: SeeArea {}\n", mark(seen)));
    }
    out.push_str("\n# Account of the reviewer\n");
    let account = AccountFacts {
        person: id("reviewer"),
        version: 1,
        reviewer: true,
    };
    for (name, actor) in who() {
        let line: Vec<String> = AccountAction::ALL
            .iter()
            .map(|a| format!("{a:?} {}", mark(account::decide(&actor, *a, &account))))
            .collect();
        out.push_str(&format!("{name}: {}\n", line.join(", ")));
    }
    out
}

#[test]
fn the_matrix_is_the_committed_one() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/policy/matrix.txt");
    let now = render();
    if std::env::var("QUINTET_WRITE_SNAPSHOTS").is_ok() {
        std::fs::write(path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(
        now, committed,
        "the policy has changed; read the difference, then write the snapshot again"
    );
}

#[test]
fn whoever_stands_outside_finds_nothing_at_any_stage() {
    let outside = [
        "coordinator, other partnership",
        "headteacher, other partnership",
        "declined reviewer",
        "governor, same partnership",
        "contributor, same partnership",
        "LA lead, other area",
        "trust lead, other trust",
        "signed in, no role",
    ];
    let mut tried = 0;
    for (stage, f) in stages() {
        for (name, actor) in who().into_iter().filter(|(n, _)| outside.contains(n)) {
            for action in ReviewAction::ALL {
                tried += 1;
                assert_eq!(
                    review::decide(&actor, *action, &f),
                    Err(Denied::Hidden),
                    "{stage}: {name}: {action:?}"
                );
            }
        }
    }
    assert_eq!(
        tried,
        stages().len() * outside.len() * ReviewAction::ALL.len()
    );
}

#[test]
fn a_coordinator_reads_report_text_only_when_the_policy_says_so() {
    let coordinator = Actor {
        person: id("x"),
        roles: vec![Role::Coordinator(id("p1"))],
    };
    let read = |audiences: &[Audience]| {
        can_review(
            &coordinator,
            ReviewAction::ReadReport,
            &facts(ReviewState::Final, SelfReviewState::Locked, audiences),
        )
    };
    assert!(!read(&[]));
    assert!(read(&[Audience::Coordinator]));
    for action in [
        ReviewAction::ReadSelfReview,
        ReviewAction::ReadDraftReport,
        ReviewAction::ReadVisitNotes,
        ReviewAction::ReadPlan,
    ] {
        for (stage, f) in stages() {
            assert!(!can_review(&coordinator, action, &f), "{stage}: {action:?}");
        }
    }
}

#[test]
fn an_administrator_never_reads_a_schools_content() {
    let administrator = Actor {
        person: id("x"),
        roles: vec![Role::Administrator],
    };
    for (stage, f) in stages() {
        for action in ReviewAction::ALL
            .iter()
            .filter(|a| **a != ReviewAction::SeeReview)
        {
            assert!(
                !can_review(&administrator, *action, &f),
                "{stage}: {action:?}"
            );
        }
    }
}

#[test]
fn reviewers_never_see_the_plan_and_lose_all_access_when_the_review_closes() {
    for person in ["lead", "reviewer"] {
        let actor = Actor {
            person: id(person),
            roles: vec![],
        };
        for (_, f) in stages() {
            assert!(!can_review(&actor, ReviewAction::ReadPlan, &f));
        }
        let closed = facts(ReviewState::Closed, SelfReviewState::Locked, &Audience::ALL);
        for action in [
            ReviewAction::ReadPack,
            ReviewAction::ReadVisitNotes,
            ReviewAction::SeeTimetable,
            ReviewAction::ReadLevels,
            ReviewAction::Discuss,
            ReviewAction::ReadReport,
            ReviewAction::ReadImpact,
        ] {
            assert!(!can_review(&actor, action, &closed), "{person}: {action:?}");
        }
    }
}

#[test]
fn nobody_finishes_a_report_without_the_accuracy_check() {
    for (stage, f) in stages() {
        for (name, actor) in who() {
            let may = can_review(&actor, ReviewAction::FinishReport, &f);
            assert_eq!(
                may,
                name == "lead reviewer" && stage == "accuracy check finished",
                "{name}, {stage}"
            );
        }
    }
}

#[test]
fn an_audience_means_exactly_the_people_whom_the_policy_lets_read() {
    for audience in Audience::ALL {
        let shared = facts(ReviewState::Final, SelfReviewState::Locked, &[audience]);
        let alone = facts(ReviewState::Final, SelfReviewState::Locked, &[]);
        let meant = crate::reports::roles_of(audience, &shared);
        assert!(!meant.is_empty(), "{audience:?}");
        for (name, actor) in who().into_iter().filter(|(_, a)| a.person.as_str() == "x") {
            let reads = can_review(&actor, ReviewAction::ReadReport, &shared)
                && !can_review(&actor, ReviewAction::ReadReport, &alone);
            let named = actor.roles.iter().any(|r| meant.contains(r));
            assert_eq!(reads, named, "{audience:?}: {name}");
        }
    }
}

#[test]
fn a_moderator_reads_a_draft_in_quality_assurance_and_nothing_before_or_after() {
    let moderator = Actor {
        person: id("moderator"),
        roles: vec![],
    };
    for (stage, f) in stages() {
        for action in ReviewAction::ALL {
            let expected = match action {
                ReviewAction::SeeReview => true,
                ReviewAction::ReadDraftReport
                | ReviewAction::ReadVersions
                | ReviewAction::ModerateReport => stage == "quality assurance",
                _ => false,
            };
            assert_eq!(
                can_review(&moderator, *action, &f),
                expected,
                "{stage}: {action:?}"
            );
        }
    }
}

#[test]
fn nobody_moderates_the_own_teams_report_or_the_own_schools() {
    let mut f = facts(
        ReviewState::InQualityAssurance,
        SelfReviewState::Locked,
        &[],
    );
    for (name, actor) in who() {
        f.assurance.moderator = Some(actor.person.clone());
        let concerned = matches!(
            name,
            "lead reviewer"
                | "reviewer"
                | "invited reviewer"
                | "headteacher, own school"
                | "contributor, own school"
        );
        let may = can_review(&actor, ReviewAction::ModerateReport, &f);
        assert_eq!(may, !concerned, "{name}");
    }
    f.assurance.used = false;
    assert!(
        !who()
            .iter()
            .any(|(_, a)| can_review(a, ReviewAction::ModerateReport, &f))
    );
}

#[test]
fn that_the_safeguarding_protocol_was_started_is_read_by_those_whom_the_cycle_names_alone() {
    for told in [
        vec![],
        vec![Told::Coordinator],
        vec![Told::Headteacher],
        Told::ALL.to_vec(),
    ] {
        let mut f = facts(
            ReviewState::Visited,
            SelfReviewState::Locked,
            &Audience::ALL,
        );
        f.told = told.iter().copied().collect();
        for (name, actor) in who() {
            let expected = match name {
                "coordinator, own partnership" => told.contains(&Told::Coordinator),
                "headteacher, own school" => told.contains(&Told::Headteacher),
                _ => false,
            };
            let reads = can_review(&actor, ReviewAction::ReadConcerns, &f);
            assert_eq!(reads, expected, "{told:?}: {name}");
            let records = can_review(&actor, ReviewAction::RecordConcern, &f);
            assert_eq!(
                records,
                name == "lead reviewer" || name == "reviewer",
                "{name}"
            );
        }
    }
}
