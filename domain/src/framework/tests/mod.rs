//! What the framework files promise.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod file_faults;
mod first_framework;
mod generated;
mod hostile;
mod strand_faults;
mod values;

use super::{FIVE_PRINCIPLES, FrameworkError, parse};

/// The first framework's file with one piece replaced, which must be there.
fn edited(from: &str, to: &str) -> String {
    assert!(
        FIVE_PRINCIPLES.contains(from),
        "the file no longer has {from:?}"
    );
    FIVE_PRINCIPLES.replacen(from, to, 1)
}

/// The problems that a text has, as people see them. Panics if it has none.
fn problems(text: &str) -> Vec<String> {
    parse(text)
        .unwrap_err()
        .iter()
        .map(FrameworkError::to_string)
        .collect()
}

/// The line, from 1, on which `piece` first stands.
fn line_of(text: &str, piece: &str) -> usize {
    text.lines()
        .position(|line| line.contains(piece))
        .expect("piece is in the text")
        + 1
}

/// The first framework without the lines that contain `piece`, from its first place on, `count` of them.
fn without(piece: &str, count: usize) -> String {
    let first = line_of(FIVE_PRINCIPLES, piece) - 1;
    let lines = FIVE_PRINCIPLES.lines().enumerate();
    let kept: Vec<&str> = lines
        .filter(|(n, _)| !(first..first + count).contains(n))
        .map(|(_, line)| line)
        .collect();
    kept.join("\n")
}

/// Asserts that a text has exactly one problem, on the line where `piece` stands.
#[track_caller]
fn assert_only(text: &str, piece: &str, message: &str) {
    assert_eq!(
        problems(text),
        [format!("Line {}: {message}", line_of(text, piece))]
    );
}
