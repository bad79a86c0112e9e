//! What a save builds on: the version that its page was shown with, or the page's own last save.
//!
//! A page that saves by itself cannot always hear that a save has arrived: the network goes, and the answer with it. So
//! a page may go on over what it saved itself, in whatever order its requests come, and over nothing else. Another
//! window of the same person is another page.

use crate::forms::RawForm;
use crate::ids::PersonId;

/// The last save of a strand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastSave<'a> {
    /// The version that it made.
    pub version: u32,
    /// Who saved.
    pub by: &'a PersonId,
    /// The key of the page from which it was saved, if it had one.
    pub page: Option<&'a str>,
    /// The how-manieth save of that page; [`BY_HAND`] for the button.
    pub turn: u32,
}

/// A save that is about to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ThisSave<'a> {
    /// The version that the page was shown with, or was told of since; 0 when nothing had been saved.
    pub seen: u32,
    /// Who saves.
    pub by: &'a PersonId,
    /// The page's key; empty when it has none.
    pub page: &'a str,
    /// The how-manieth save of the page.
    pub turn: u32,
}

/// The turn of a save by button: the page's last, since it is left with it.
pub const BY_HAND: u32 = u32::MAX;

/// The page's key, which it sends with every form; empty when that is none that we made.
pub fn page_key(form: &RawForm) -> &str {
    let key = form.get("form_key");
    let ours = key.len() <= 64 && key.bytes().all(|b| b.is_ascii_graphic());
    if ours { key } else { "" }
}

/// What a save builds on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// This version: it is a conflict when another is saved.
    Version(u32),
    /// The page has saved something newer in the meantime; there is nothing to do.
    Overtaken,
}

/// True when the last save was made from the same page by the same person.
pub fn is_same_page(last: &LastSave<'_>, this: &ThisSave<'_>) -> bool {
    !this.page.is_empty() && last.page == Some(this.page) && last.by == this.by
}

/// Decides what the save builds on.
pub fn basis(last: Option<&LastSave<'_>>, this: &ThisSave<'_>) -> Basis {
    match last {
        Some(last) if is_same_page(last, this) && this.turn > last.turn => {
            Basis::Version(last.version)
        }
        Some(last) if is_same_page(last, this) => Basis::Overtaken,
        _ => Basis::Version(this.seen),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_on_over_its_own_saves_and_over_nobody_elses() {
        let (ann, bo): (PersonId, PersonId) = ("ann".parse().unwrap(), "bo".parse().unwrap());
        let last = |version, by, page, turn| LastSave {
            version,
            by,
            page,
            turn,
        };
        let this = |seen, page, turn| ThisSave {
            seen,
            by: &ann,
            page,
            turn,
        };
        use Basis::{Overtaken, Version};
        let table = [
            // Nothing has been saved.
            (None, this(0, "p", 1), Version(0)),
            // The answer to the page's save 1 was lost: it still says that it saw nothing.
            (
                Some(last(1, &ann, Some("p"), 1)),
                this(0, "p", 2),
                Version(1),
            ),
            // The same, by button.
            (
                Some(last(1, &ann, Some("p"), 1)),
                this(0, "p", BY_HAND),
                Version(1),
            ),
            // Save 1 comes after save 2, or a second time.
            (
                Some(last(2, &ann, Some("p"), 2)),
                this(0, "p", 1),
                Overtaken,
            ),
            (
                Some(last(2, &ann, Some("p"), 2)),
                this(1, "p", 2),
                Overtaken,
            ),
            // A save that was under way when the button was pressed.
            (
                Some(last(2, &ann, Some("p"), BY_HAND)),
                this(1, "p", 9),
                Overtaken,
            ),
            // Another window, another person, an older save without a page: the version decides.
            (
                Some(last(5, &ann, Some("q"), 1)),
                this(4, "p", 2),
                Version(4),
            ),
            (
                Some(last(5, &bo, Some("p"), 1)),
                this(4, "p", 2),
                Version(4),
            ),
            (Some(last(5, &ann, None, 0)), this(5, "p", 1), Version(5)),
            // A form without a key never counts as the same page.
            (Some(last(5, &ann, Some(""), 0)), this(4, "", 1), Version(4)),
        ];
        for (last, this, expected) in table {
            assert_eq!(basis(last.as_ref(), &this), expected, "{last:?} {this:?}");
        }
    }
}
