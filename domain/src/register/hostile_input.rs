//! Whatever a file holds, reading it never panics, and what comes out keeps its promises.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// Text that looks like fields of the register, mixed with text that does not.
fn field() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => any::<String>(),
        1 => "[0-9]{0,12}",
        1 => "[0-9]{1,5}[-/.][0-9]{1,3}[-/.][0-9]{1,5}",
        1 => "(https?://|www\\.|javascript:)?[a-zà-ÿ0-9.:/@\\-\u{202e} ]{0,40}",
        1 => "[A-Za-zß-ſ]{1,4}[0-9]{1,2} ?[0-9][A-Za-z]{2}",
        4 => prop::sample::select(vec![
            "", " ", "900001", "Open", "Closed", "Community school", "47", "01", "999", "Wendleshire",
            "NULL", "\u{0}", "\u{feff}", "£", "Successor", "Predecessor - merged", "Result of Amalgamation",
            "01-09-2025", "30-02-2025", "%", "-", ":", "://", "\"", "١٢٣٤٥٦",
        ])
        .prop_map(str::to_owned),
    ]
}

const HEADER: [&str; 20] = [
    "URN",
    "EstablishmentName",
    "TypeOfEstablishment (code)",
    "EstablishmentStatus (name)",
    "LA (code)",
    "LA (name)",
    "OpenDate",
    "CloseDate",
    "StatutoryLowAge",
    "NumberOfPupils",
    "PercentageFSM",
    "Trusts (code)",
    "Trusts (name)",
    "Postcode",
    "SchoolWebsite",
    "Easting",
    "Northing",
    "PhaseOfEducation (name)",
    "Town",
    "TypeOfEstablishment (name)",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_row_makes_the_reader_panic_and_every_school_is_sound(
        fields in prop::collection::vec(field(), 0..24),
        plausible in any::<bool>(),
    ) {
        let columns = Columns::from_header(&HEADER).unwrap();
        let mut fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        if plausible {
            // Half of the cases get past the required fields, so that the optional ones are reached.
            fields.resize(HEADER.len(), "");
            fields[..6].copy_from_slice(&["900001", "Oakwood", "01", "Open", "999", "Wendleshire"]);
        }
        match columns.row(9, &fields) {
            RowOutcome::School(school) => {
                prop_assert!(!school.name.trim().is_empty());
                prop_assert!(!school.name.chars().any(char::is_control));
                prop_assert!(school.website.iter().all(|link| link.starts_with("http://") || link.starts_with("https://")));
                prop_assert_eq!(school.fingerprint().len(), 64);
            }
            RowOutcome::Skipped { reason } => prop_assert!(!reason.is_empty() && reason.chars().count() <= 80),
            RowOutcome::Faulty { line, message } => prop_assert!(line == 9 && message.chars().count() <= 200),
        }
    }

    #[test]
    fn no_header_makes_the_reader_panic(header in prop::collection::vec(field(), 0..30)) {
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let _ = Columns::from_header(&header);
        let _ = LinkColumns::from_header(&header);
    }

    #[test]
    fn no_link_row_makes_the_reader_panic(fields in prop::collection::vec(field(), 0..8)) {
        let columns = LinkColumns::from_header(&["URN", "LinkURN", "LinkType", "LinkEstablishedDate"]).unwrap();
        let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
        let _ = columns.row(9, &fields);
    }

    #[test]
    fn whatever_the_links_each_school_has_one_successor_and_nobody_follows_himself(
        links in prop::collection::vec((0_u32..12, 0_usize..10, 0_u32..12), 0..30)
    ) {
        const KINDS: [&str; 10] = [
            "Predecessor", "Predecessor", "Predecessor - merged", "Predecessor - Split School", "Successor", "Successor",
            "Successor - amalgamated", "Successor - Split School", "Result of Amalgamation", "Other",
        ];
        let urn = |number: u32| Urn::try_from(900_000 + number).unwrap();
        let report = successions(links.iter().map(|(one, kind, other)| LinkRow {
            urn: urn(*one),
            link_urn: urn(*other),
            link_type: LinkKind::from_register(KINDS[*kind]),
            established: None,
        }));
        let mut given_on = std::collections::BTreeSet::new();
        for succession in &report.successions {
            // In the order given, nothing arrives at a school whose history has already moved on; this also
            // rules out circles.
            prop_assert!(!given_on.contains(&succession.to));
            prop_assert!(given_on.insert(succession.from));
            prop_assert!(succession.from != succession.to);
            prop_assert!(!report.splits.contains_key(&succession.from));
        }
    }
}
