//! Who may read which of the texts of `rich.surql`, written down by hand and apart from the policy: what is not listed
//! is a leak wherever it shows.

/// Review, beginning of the mark, and who may read it.
const READERS: &[(&str, &str, &[&str])] = &[
    // The self-review: school, and the team since the pack was released.
    ("r1", "self", &["head1", "contrib1", "rev1", "rev2"]),
    (
        "r1",
        "question",
        &["head1", "contrib1", "rev1", "rev2", "coord1"],
    ),
    ("r1", "returned", &["head1", "contrib1", "coord1"]),
    // Notes: the team only.
    ("r1", "note", &["rev1", "rev2"]),
    // A final report: school, team, and by the cycle's policy the coordinator.
    (
        "r1",
        "report",
        &["head1", "contrib1", "rev1", "rev2", "coord1"],
    ),
    ("r1", "point", &["head1", "rev1", "rev2"]),
    // The plan: the school only.
    ("r1", "plan", &["head1", "contrib1"]),
    ("r2", "self", &["head2"]),
    ("r2", "question", &["head2", "coord1"]),
    ("r2", "returned", &["head2", "coord1"]),
    ("r2", "note", &[]),
    // A draft report: the team, and the head who checks it.
    ("r2", "report", &["head2"]),
    ("r2", "point", &["head2"]),
    ("r2", "plan", &["head2"]),
    ("r6", "self", &["head6", "rev5"]),
    ("r6", "question", &["head6", "rev5", "coord2"]),
    ("r6", "returned", &["head6", "coord2"]),
    ("r6", "note", &["rev5"]),
    ("r6", "report", &["head6", "rev5", "coord2"]),
    ("r6", "point", &["head6", "rev5"]),
    ("r6", "plan", &["head6"]),
];

/// The marks in `text` that `person` may not read.
pub fn leaked<'a>(person: &str, text: &'a str) -> Vec<&'a str> {
    let mut out: Vec<&str> = text
        .match_indices("PRIVATE-")
        .map(|(at, _)| {
            let rest = &text[at..];
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .unwrap_or(rest.len());
            &rest[..end]
        })
        .filter(|mark| {
            !READERS.iter().any(|(review, kind, readers)| {
                mark.strip_prefix("PRIVATE-")
                    .and_then(|m| m.strip_prefix(review))
                    .and_then(|m| m.strip_prefix('-'))
                    .is_some_and(|m| m.starts_with(kind))
                    && readers.contains(&person)
            })
        })
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

#[test]
fn a_mark_is_found_where_it_may_not_be_read_and_only_there() {
    let page = "<p>PRIVATE-r1-self</p><p>PRIVATE-r6-note-on-level</p>";
    assert_eq!(leaked("head1", page), ["PRIVATE-r6-note-on-level"]);
    assert_eq!(leaked("coord1", page).len(), 2);
    assert!(leaked("rev1", "<p>PRIVATE-r1-note</p>").is_empty());
}
