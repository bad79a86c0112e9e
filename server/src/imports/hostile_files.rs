//! Whatever the bytes, reading a file never panics, ends, and accounts for every line that holds something.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{LinksReader, RegisterReader};

/// Pieces that CSV readers stumble over, and bytes of every kind.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        3 => prop::collection::vec(any::<u8>(), 0..12),
        6 => prop::sample::select(vec![
            "\"", "\"\"", ",", "\n", "\r\n", "\r", "\0", ";", "\t", "900001", "900002,Oak,1,1,999,W\n", "\u{feff}",
            "é", "’", "\u{202e}", "47", "URN", "\"Oak\nwood\",",
        ])
        .prop_map(|text| text.as_bytes().to_vec()),
        1 => prop::sample::select(vec![b"\xC9\x92".to_vec(), b"\xE2\x80".to_vec(), b"\xFF\xFE".to_vec()]),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in bytes()) {
        if let Ok(reader) = RegisterReader::open(bytes.as_slice()) {
            reader.for_each(drop);
        }
        if let Ok(reader) = LinksReader::open(bytes.as_slice()) {
            reader.for_each(drop);
        }
    }

    #[test]
    fn after_a_sound_header_every_row_has_its_line_and_lines_only_go_up(bytes in bytes()) {
        let header = b"URN,EstablishmentName,TypeOfEstablishment (code),EstablishmentStatus (code),LA (code),LA (name)\n";
        let file = [header.as_slice(), &bytes].concat();
        let ends = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let lines = bytes.split(ends).filter(|line| !line.is_empty()).count();
        let mut last = 1;
        let mut rows = 0;
        for row in RegisterReader::open(file.as_slice()).unwrap() {
            let line = row.unwrap().line;
            prop_assert!(line > last);
            last = line;
            rows += 1;
        }
        prop_assert!(rows <= lines);
    }
}
