//! What is still thin in a self-review before the head submits it.
//!
//! The school is told, and may submit all the same: it is its own judgement. Nothing here forbids anything. Evidence is
//! known only as pairs of strand and kind, so a piece that belongs to several strands counts for each of them.

use super::Judgement;
use crate::evidence::EvidenceKind;
use crate::framework::{Framework, Level, StrandCode};
use std::collections::{BTreeMap, BTreeSet};

/// What is saved for one strand, as far as the check needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Saved {
    /// What was chosen.
    pub judgement: Judgement,
    /// True when something is written.
    pub written: bool,
}

/// What is thin in a strand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// Nothing at all has been saved.
    NotStarted,
    /// No level has been chosen, nor "not explored".
    NoLevel,
    /// Nothing is written.
    NoText,
    /// Level 3 or 4 rests on fewer than two kinds of evidence (the framework's guidance); the one there is, if any.
    FewKinds(Option<EvidenceKind>),
    /// A judgement that rests on one kind of evidence alone.
    OneSource(EvidenceKind),
    /// Somebody has been given the strand and has not said that it is ready.
    NotReady,
}

/// The result of the check.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// What is thin, for each strand that has something, in the order of the framework.
    pub gaps: Vec<(StrandCode, Vec<Gap>)>,
    /// Strands that the school has left out on purpose. That is no fault.
    pub not_explored: Vec<StrandCode>,
}

/// Checks every strand of the framework. `waiting` are the strands that somebody has and has not marked as ready.
pub fn check(
    framework: &Framework,
    saved: &BTreeMap<StrandCode, Saved>,
    evidence: &BTreeSet<(StrandCode, EvidenceKind)>,
    waiting: &BTreeSet<StrandCode>,
    levels: bool,
) -> Checked {
    let mut out = Checked::default();
    for strand in framework.strands() {
        let code = strand.code;
        let entry = saved.get(&code).copied();
        if entry.is_some_and(|s| s.judgement == Judgement::NotExplored) {
            out.not_explored.push(code);
            continue;
        }
        let kinds: Vec<EvidenceKind> = evidence
            .iter()
            .filter(|(c, _)| *c == code)
            .map(|(_, kind)| *kind)
            .collect();
        let mut gaps = match entry {
            None if kinds.is_empty() => vec![Gap::NotStarted],
            None => gaps_of(Saved::default(), &kinds, levels),
            Some(entry) => gaps_of(entry, &kinds, levels),
        };
        if waiting.contains(&code) {
            gaps.push(Gap::NotReady);
        }
        if !gaps.is_empty() {
            out.gaps.push((code, gaps));
        }
    }
    out
}

fn gaps_of(entry: Saved, kinds: &[EvidenceKind], levels: bool) -> Vec<Gap> {
    let mut gaps = Vec::new();
    if levels && entry.judgement == Judgement::Open {
        gaps.push(Gap::NoLevel);
    }
    if !entry.written {
        gaps.push(Gap::NoText);
    }
    let level = entry.judgement.level();
    // Without levels the text is the judgement.
    let judged = if levels {
        level.is_some()
    } else {
        entry.written
    };
    match kinds {
        [] | [_] if level.is_some_and(|l| l >= Level::Secure) => {
            gaps.push(Gap::FewKinds(kinds.first().copied()));
        }
        [only] if judged => gaps.push(Gap::OneSource(*only)),
        _ => {}
    }
    gaps
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};
    use EvidenceKind::{BookLook, Data, PupilVoice};

    fn code(text: &str) -> StrandCode {
        text.parse().unwrap()
    }

    /// Every strand well filled in: level 3, a text, two kinds of evidence.
    fn full() -> (
        Framework,
        BTreeMap<StrandCode, Saved>,
        BTreeSet<(StrandCode, EvidenceKind)>,
    ) {
        let five = parse(FIVE_PRINCIPLES).unwrap();
        let good = Saved {
            judgement: Judgement::Level(Level::Secure),
            written: true,
        };
        let saved = five.strands().map(|s| (s.code, good)).collect();
        let evidence = five
            .strands()
            .flat_map(|s| [(s.code, Data), (s.code, PupilVoice)])
            .collect();
        (five, saved, evidence)
    }

    fn nobody() -> BTreeSet<StrandCode> {
        BTreeSet::new()
    }

    #[test]
    fn a_self_review_that_is_filled_in_has_no_gap() {
        let (five, saved, evidence) = full();
        assert_eq!(
            check(&five, &saved, &evidence, &nobody(), true),
            Checked::default()
        );
    }

    #[test]
    fn a_high_level_wants_two_kinds_of_evidence_and_a_lower_one_is_told_of_its_one_source() {
        let (five, mut saved, mut evidence) = full();
        let level = |l| Saved {
            judgement: Judgement::Level(l),
            written: true,
        };
        evidence.retain(|(c, k)| {
            *c != code("1.2") && !(["1.1", "1.3"].map(code).contains(c) && *k == Data)
        });
        saved.insert(code("1.2"), level(Level::Leading));
        saved.insert(code("1.3"), level(Level::Developing));
        let checked = check(&five, &saved, &evidence, &nobody(), true);
        assert_eq!(
            checked.gaps,
            vec![
                (code("1.1"), vec![Gap::FewKinds(Some(PupilVoice))]),
                (code("1.2"), vec![Gap::FewKinds(None)]),
                (code("1.3"), vec![Gap::OneSource(PupilVoice)]),
            ]
        );
        // Two pieces of one kind are still one source; a second kind closes the gap.
        evidence.insert((code("1.3"), BookLook));
        let checked = check(&five, &saved, &evidence, &nobody(), true);
        assert_eq!(checked.gaps.len(), 2);
    }

    #[test]
    fn what_is_not_explored_is_named_and_is_no_gap() {
        let (five, mut saved, mut evidence) = full();
        evidence.retain(|(c, _)| *c != code("2.1"));
        saved.insert(
            code("2.1"),
            Saved {
                judgement: Judgement::NotExplored,
                written: false,
            },
        );
        let checked = check(&five, &saved, &evidence, &[code("2.1")].into(), true);
        assert_eq!(checked.gaps, vec![]);
        assert_eq!(checked.not_explored, vec![code("2.1")]);
    }

    #[test]
    fn empty_strands_missing_levels_and_missing_texts_are_told_apart() {
        let (five, mut saved, mut evidence) = full();
        for c in ["3.1", "3.2"] {
            saved.remove(&code(c));
        }
        evidence.retain(|(c, _)| *c != code("3.1"));
        saved.insert(
            code("1.1"),
            Saved {
                judgement: Judgement::Open,
                written: true,
            },
        );
        saved.insert(
            code("1.2"),
            Saved {
                judgement: Judgement::Level(Level::Secure),
                written: false,
            },
        );
        let checked = check(&five, &saved, &evidence, &nobody(), true);
        assert_eq!(
            checked.gaps,
            vec![
                (code("1.1"), vec![Gap::NoLevel]),
                (code("1.2"), vec![Gap::NoText]),
                (code("3.1"), vec![Gap::NotStarted]),
                (code("3.2"), vec![Gap::NoLevel, Gap::NoText]),
            ]
        );
    }

    #[test]
    fn a_cycle_without_levels_asks_for_none_and_still_tells_of_one_source() {
        let (five, mut saved, mut evidence) = full();
        for entry in saved.values_mut() {
            entry.judgement = Judgement::Open;
        }
        evidence.remove(&(code("1.1"), Data));
        let checked = check(&five, &saved, &evidence, &nobody(), false);
        assert_eq!(
            checked.gaps,
            vec![(code("1.1"), vec![Gap::OneSource(PupilVoice)])]
        );
    }

    #[test]
    fn a_strand_that_somebody_has_and_has_not_called_ready_is_named() {
        let (five, saved, evidence) = full();
        let checked = check(&five, &saved, &evidence, &[code("4.1")].into(), true);
        assert_eq!(checked.gaps, vec![(code("4.1"), vec![Gap::NotReady])]);
    }
}
