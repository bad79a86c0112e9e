//! Levels, strand codes and checksums.

use crate::framework::{FIVE_PRINCIPLES, Level, LevelError, StrandCode, StrandCodeError, checksum};

#[test]
fn levels_are_the_numbers_1_to_4_in_order_and_no_others() {
    for number in 0..=u8::MAX {
        match Level::try_from(number) {
            Ok(level) => assert_eq!(level.number(), number),
            Err(error) => assert_eq!(error, LevelError(number)),
        }
    }
    assert_eq!(Level::ALL.map(Level::number), [1, 2, 3, 4]);
    assert!(Level::ALL.is_sorted());
    assert!(Level::Emerging < Level::Leading);
}

#[test]
fn a_strand_code_is_two_digits_from_1_to_9_with_a_dot_and_nothing_else() {
    for principle in 1..=9 {
        for strand in 1..=9 {
            let code = StrandCode::new(principle, strand).unwrap();
            assert_eq!(code.to_string().parse(), Ok(code));
            assert_eq!((code.principle(), code.strand()), (principle, strand));
        }
    }
    for text in [
        "", ".", "1", "1.", ".1", "0.1", "1.0", "1.10", "11.1", "1,1", "1.1 ", " 1.1", "01.1",
        "a.b", "१.१", "1.1\n",
    ] {
        assert_eq!(text.parse::<StrandCode>(), Err(StrandCodeError), "{text:?}");
    }
    assert_eq!(StrandCode::new(0, 1), Err(StrandCodeError));
    assert_eq!(StrandCode::new(1, 10), Err(StrandCodeError));
}

#[test]
fn strand_codes_are_ordered_as_the_framework_is_read() {
    let mut codes: Vec<StrandCode> = ["5.1", "1.4", "1.1", "2.3"]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
    codes.sort();
    assert_eq!(
        codes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["1.1", "1.4", "2.3", "5.1"]
    );
}

#[test]
fn codes_and_levels_are_stored_as_plain_text_and_numbers_and_checked_on_the_way_back() {
    #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
    struct Row {
        strand: StrandCode,
        level: Level,
    }
    let row = Row {
        strand: "3.2".parse().unwrap(),
        level: Level::Secure,
    };
    let stored = toml::to_string(&row).unwrap();
    assert_eq!(stored, "strand = \"3.2\"\nlevel = 3\n");
    assert_eq!(toml::from_str::<Row>(&stored).unwrap(), row);
    assert!(toml::from_str::<Row>("strand = \"3.0\"\nlevel = 3").is_err());
    assert!(toml::from_str::<Row>("strand = \"3.2\"\nlevel = 5").is_err());
}

#[test]
fn a_checksum_does_not_change_when_only_line_endings_or_a_byte_order_mark_do() {
    let unix = checksum(FIVE_PRINCIPLES);
    let windows = FIVE_PRINCIPLES.replace('\n', "\r\n");
    assert_eq!(checksum(&windows), unix);
    assert_eq!(checksum(&FIVE_PRINCIPLES.replace('\n', "\r")), unix);
    assert_eq!(checksum(&format!("\u{feff}{windows}")), unix);
    assert_eq!(unix.len(), 64);
    assert_ne!(
        checksum(&FIVE_PRINCIPLES.replacen("Families", "Family", 1)),
        unix
    );
}

/// The published test value of SHA-256 for "abc" (FIPS 180).
#[test]
fn a_checksum_is_sha_256_in_small_hexadecimal_digits() {
    assert_eq!(
        checksum("abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}
