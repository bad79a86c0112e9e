//! The links file: which establishment followed which, row by row.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::columns::{MissingColumns, heading_key};
use super::phase::letters_and_digits;
use super::{Urn, text};

/// The type of a link. `URN` is the row's own establishment and `LinkURN` the other one: “Successor” says that the
/// other one follows, “Predecessor” that it came before. The register usually holds both rows of a pair.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// “Predecessor”.
    Predecessor,
    /// “Predecessor - merged”: the other one was merged into this one.
    PredecessorMerged,
    /// “Predecessor - amalgamated”: this one was made of the other one and more.
    PredecessorAmalgamated,
    /// “Predecessor - Split School”: this one was split off from the other one.
    PredecessorSplit,
    /// “Successor”.
    Successor,
    /// “Successor - merged”: this one was merged into the other one.
    SuccessorMerged,
    /// “Successor - amalgamated”: this one was amalgamated into the other one.
    SuccessorAmalgamated,
    /// “Successor - Split School”: the other one was split off from this one.
    SuccessorSplit,
    /// “Result of Amalgamation”, “Merged - …”, “Closure”, “Expansion”: something became of something, but the
    /// register does not use the name in one direction only, so that by itself it moves no history.
    Undirected(String),
    /// Anything else, such as “Sixth Form Centre Link” or “Children's Centre Link”.
    Other(String),
}

/// One row of the links file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRow {
    /// The establishment whose link it is.
    pub urn: Urn,
    /// The other one.
    pub link_urn: Urn,
    /// What the other one is to it.
    pub link_type: LinkKind,
    /// Since when; `None` where the register writes its placeholder, 1 January 1900.
    pub established: Option<NaiveDate>,
}

/// What one row of the links file is to the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkOutcome {
    /// A link.
    Link(LinkRow),
    /// The row cannot be read.
    Faulty {
        /// The line of the file on which the row starts, counted from 1.
        line: u64,
        /// The cause, for the person who sent the file.
        message: String,
    },
}

/// Where the columns of one links file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkColumns {
    urn: usize,
    link_urn: usize,
    link_type: usize,
    established: Option<usize>,
    width: usize,
}

impl LinkKind {
    /// The kind by the register's name for it, whatever its case and dashes; “Parent” and “Child” are what older
    /// files call predecessor and successor.
    #[must_use]
    pub fn from_register(name: &str) -> Self {
        let name = text::clean(name);
        match letters_and_digits(&name).as_str() {
            "predecessor" | "parent" => Self::Predecessor,
            "predecessormerged" | "parentmerged" => Self::PredecessorMerged,
            "predecessoramalgamated" | "parentamalgamated" => Self::PredecessorAmalgamated,
            "predecessorsplitschool" | "parentsplitschool" => Self::PredecessorSplit,
            "successor" | "child" => Self::Successor,
            "successormerged" | "childmerged" => Self::SuccessorMerged,
            "successoramalgamated" | "childamalgamated" => Self::SuccessorAmalgamated,
            "successorsplitschool" | "childsplitschool" => Self::SuccessorSplit,
            "resultofamalgamation" | "closure" | "expansion" => Self::Undirected(name),
            other if other.starts_with("merged") => Self::Undirected(text::shortened(&name)),
            _ => Self::Other(text::shortened(&name)),
        }
    }
}

impl LinkColumns {
    /// Finds the columns by name, as [`super::Columns::from_header`] does.
    ///
    /// # Errors
    /// [`MissingColumns`] unless `URN`, `LinkURN` and `LinkType` are there.
    pub fn from_header(header: &[&str]) -> Result<Self, MissingColumns> {
        let mut missing = Vec::new();
        let position = |name: &str| {
            header
                .iter()
                .position(|heading| heading_key(heading) == heading_key(name))
        };
        let mut required = |name: &'static str| {
            position(name).unwrap_or_else(|| {
                missing.push(name);
                0
            })
        };
        let columns = Self {
            urn: required("URN"),
            link_urn: required("LinkURN"),
            link_type: required("LinkType"),
            established: position("LinkEstablishedDate"),
            width: header.len(),
        };
        if missing.is_empty() {
            Ok(columns)
        } else {
            Err(MissingColumns(missing))
        }
    }

    /// Reads one row; `line` is only handed on. Never panics, whatever the fields hold.
    #[must_use]
    pub fn row(&self, line: u64, fields: &[&str]) -> LinkOutcome {
        match self.link(fields) {
            Ok(row) => LinkOutcome::Link(row),
            Err(message) => LinkOutcome::Faulty { line, message },
        }
    }

    fn link(&self, fields: &[&str]) -> Result<LinkRow, String> {
        if fields.len() < self.width {
            return Err(format!(
                "the row has {} values, but the header has {}",
                fields.len(),
                self.width
            ));
        }
        let raw = |position: usize| fields.get(position).copied().unwrap_or_default();
        let urn = |column: &str, position: usize| {
            let text = text::clean(raw(position));
            text.parse::<Urn>()
                .map_err(|cause| format!("{column}: “{}”: {cause}", text::shortened(&text)))
        };
        let link_type = raw(self.link_type);
        if text::clean(link_type).is_empty() {
            return Err("LinkType: empty".to_owned());
        }
        Ok(LinkRow {
            urn: urn("URN", self.urn)?,
            link_urn: urn("LinkURN", self.link_urn)?,
            link_type: LinkKind::from_register(link_type),
            established: text::date(self.established.map_or("", raw))
                .map_err(|cause| format!("LinkEstablishedDate: {cause}"))?,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    const HEADER: [&str; 5] = [
        "URN",
        "LinkURN",
        "LinkName",
        "LinkType",
        "LinkEstablishedDate",
    ];

    fn row(fields: [&str; 5]) -> LinkOutcome {
        LinkColumns::from_header(&HEADER).unwrap().row(7, &fields)
    }

    #[test]
    fn a_link_is_read_with_its_kind_and_date() {
        let LinkOutcome::Link(link) = row([
            "900001",
            "900013",
            "Oakwood Academy",
            "successor – Amalgamated",
            "01-09-2025",
        ]) else {
            panic!("a good row was refused");
        };
        assert_eq!((link.urn.get(), link.link_urn.get()), (900_001, 900_013));
        assert_eq!(link.link_type, LinkKind::SuccessorAmalgamated);
        assert_eq!(link.established, NaiveDate::from_ymd_opt(2025, 9, 1));
    }

    #[test]
    fn the_registers_placeholder_date_is_no_date() {
        let LinkOutcome::Link(link) = row(["900001", "900013", "", "Successor", "01-01-1900"])
        else {
            panic!("a good row was refused");
        };
        assert_eq!(link.established, None);
    }

    #[test]
    fn a_faulty_link_names_its_line_and_its_column() {
        let fault = |message: &str| LinkOutcome::Faulty {
            line: 7,
            message: message.to_owned(),
        };
        assert_eq!(
            row(["900001", "x", "", "Successor", ""]),
            fault("LinkURN: “x”: a URN is a number of five or six digits")
        );
        assert_eq!(
            row(["900001", "900013", "", " ", ""]),
            fault("LinkType: empty")
        );
        assert_eq!(
            row(["900001", "900013", "", "Successor", "31-02-2025"]),
            fault("LinkEstablishedDate: “31-02-2025” is not a date such as 01-09-2024")
        );
    }

    #[test]
    fn every_missing_column_is_named() {
        assert_eq!(
            LinkColumns::from_header(&["LinkName", " \u{feff}urn "]),
            Err(MissingColumns(vec!["LinkURN", "LinkType"]))
        );
    }

    #[test]
    fn a_name_that_says_no_direction_is_told_from_a_link_that_is_no_succession() {
        assert_eq!(
            LinkKind::from_register("Merged - change in age range"),
            LinkKind::Undirected("Merged - change in age range".to_owned())
        );
        assert_eq!(
            LinkKind::from_register("Sixth Form Centre Link"),
            LinkKind::Other("Sixth Form Centre Link".to_owned())
        );
        assert_eq!(LinkKind::from_register("Parent"), LinkKind::Predecessor);
    }
}
