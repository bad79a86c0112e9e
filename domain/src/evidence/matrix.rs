//! The triangulation matrix: how many pieces of each kind stand behind each strand, and what is missing.
//!
//! Counts only, no texts. What counts as thin follows the self-review's own checks: one kind alone is one source.

use super::{EvidenceKind, Side};
use crate::framework::{Framework, StrandCode};
use std::collections::BTreeMap;

/// A piece of evidence, as far as the matrix needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Whose.
    pub side: Side,
    /// Where it comes from.
    pub kind: EvidenceKind,
    /// The strands that it is about.
    pub strands: Vec<StrandCode>,
}

/// How many pieces, by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// The school's.
    pub school: u32,
    /// The team's.
    pub team: u32,
}

impl Count {
    /// Both together.
    pub fn total(self) -> u32 {
        self.school + self.team
    }
}

/// What a strand lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// Nothing at all.
    NoEvidence,
    /// There is a judgement, and evidence of one kind only.
    JudgedOnOneSource,
    /// There is a judgement and no evidence.
    JudgedOnNothing,
    /// Evidence of one kind only.
    OneSource,
    /// Nobody has asked pupils.
    NoPupilVoice,
    /// Nobody has asked parents and carers.
    NoParentVoice,
}

impl Gap {
    /// In a few words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NoEvidence => "No evidence yet",
            Self::JudgedOnNothing => "Judged without evidence",
            Self::JudgedOnOneSource => "Judged on one source",
            Self::OneSource => "One source",
            Self::NoPupilVoice => "No pupil voice",
            Self::NoParentVoice => "No parent and carer voice",
        }
    }
}

/// One strand of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The strand.
    pub strand: StrandCode,
    /// Counts in the order of [`EvidenceKind::ALL`].
    pub counts: Vec<Count>,
    /// What is missing, most serious first.
    pub gaps: Vec<Gap>,
}

/// The whole matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The framework's strands in order.
    pub rows: Vec<Row>,
    /// Counts of each kind over all pieces; a piece for several strands counts once.
    pub totals: Vec<Count>,
    /// Number of pieces.
    pub pieces: Count,
}

impl Matrix {
    /// How many strands have this gap.
    pub fn strands_with(&self, gap: Gap) -> usize {
        self.rows.iter().filter(|r| r.gaps.contains(&gap)).count()
    }
}

/// Counts the pieces. `judged` are the strands for which a level has been given.
pub fn matrix(framework: &Framework, pieces: &[Piece], judged: &[StrandCode]) -> Matrix {
    let mut cells: BTreeMap<(StrandCode, EvidenceKind), Count> = BTreeMap::new();
    let mut kinds: BTreeMap<EvidenceKind, Count> = BTreeMap::new();
    let mut all = Count::default();
    for piece in pieces {
        let add = |count: &mut Count| match piece.side {
            Side::School => count.school += 1,
            Side::Team => count.team += 1,
        };
        for strand in &piece.strands {
            add(cells.entry((*strand, piece.kind)).or_default());
        }
        add(kinds.entry(piece.kind).or_default());
        add(&mut all);
    }
    let rows = framework
        .strands()
        .map(|s| {
            let count =
                |kind: &EvidenceKind| cells.get(&(s.code, *kind)).copied().unwrap_or_default();
            let counts: Vec<Count> = EvidenceKind::ALL.iter().map(count).collect();
            let gaps = gaps(&counts, judged.contains(&s.code));
            Row {
                strand: s.code,
                counts,
                gaps,
            }
        })
        .collect();
    let totals = EvidenceKind::ALL
        .iter()
        .map(|kind| kinds.get(kind).copied().unwrap_or_default())
        .collect();
    Matrix {
        rows,
        totals,
        pieces: all,
    }
}

fn gaps(counts: &[Count], judged: bool) -> Vec<Gap> {
    let has = |wanted: EvidenceKind| {
        EvidenceKind::ALL
            .iter()
            .zip(counts)
            .any(|(kind, count)| *kind == wanted && count.total() > 0)
    };
    let sources = counts.iter().filter(|c| c.total() > 0).count();
    let mut out = match (sources, judged) {
        (0, true) => return vec![Gap::JudgedOnNothing],
        (0, false) => return vec![Gap::NoEvidence],
        (1, true) => vec![Gap::JudgedOnOneSource],
        (1, false) => vec![Gap::OneSource],
        _ => Vec::new(),
    };
    if !has(EvidenceKind::PupilVoice) {
        out.push(Gap::NoPupilVoice);
    }
    if !has(EvidenceKind::ParentVoice) {
        out.push(Gap::NoParentVoice);
    }
    out
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    fn piece(side: Side, kind: EvidenceKind, strands: &[&str]) -> Piece {
        Piece {
            side,
            kind,
            strands: strands.iter().map(|s| s.parse().unwrap()).collect(),
        }
    }

    #[test]
    fn a_strand_says_what_it_lacks_and_a_piece_for_two_strands_counts_once_in_the_sum() {
        use EvidenceKind as K;
        let framework = parse(FIVE_PRINCIPLES).unwrap();
        let pieces = [
            piece(Side::School, K::Data, &["1.1", "1.2"]),
            piece(Side::School, K::PupilVoice, &["1.2"]),
            piece(Side::Team, K::ParentVoice, &["1.2"]),
            piece(Side::Team, K::Data, &["1.1"]),
        ];
        let judged = ["1.1".parse().unwrap(), "2.1".parse().unwrap()];
        let m = matrix(&framework, &pieces, &judged);
        let row = |code: &str| {
            m.rows
                .iter()
                .find(|r| r.strand.to_string() == code)
                .unwrap()
        };
        assert_eq!(
            row("1.1").gaps,
            [
                Gap::JudgedOnOneSource,
                Gap::NoPupilVoice,
                Gap::NoParentVoice
            ]
        );
        assert_eq!(row("1.2").gaps, []);
        assert_eq!(row("2.1").gaps, [Gap::JudgedOnNothing]);
        assert_eq!(row("2.2").gaps, [Gap::NoEvidence]);
        let data = K::ALL.iter().position(|k| *k == K::Data).unwrap();
        assert_eq!(m.totals[data], Count { school: 1, team: 1 });
        assert_eq!(row("1.1").counts[data], Count { school: 1, team: 1 });
        assert_eq!(m.pieces, Count { school: 2, team: 2 });
        assert_eq!(m.rows.len(), framework.strands().count());
        assert_eq!(m.strands_with(Gap::JudgedOnNothing), 1);
    }
}
