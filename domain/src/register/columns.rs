//! The establishment file: which columns are where, and what a row says.

use std::collections::BTreeMap;

use super::school::{Address, GridReference, RegisterBody, RegisterSchool, SenUnit};
use super::status::ReadStatus;
use super::text::{self, LONGEST_TEXT};
use super::{Classified, EstablishmentType, Phase, SchoolStatus, Urn};

/// Everything that is read. A column that is not here is never looked at, whatever it holds: the register's
/// headteachers, proprietors and sponsors are people, and stay out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Urn,
    Name,
    TypeCode,
    TypeName,
    StatusCode,
    StatusName,
    LaCode,
    LaName,
    EstablishmentNumber,
    TypeGroup,
    PhaseCode,
    PhaseName,
    OpenDate,
    CloseDate,
    LowAge,
    HighAge,
    Capacity,
    Pupils,
    FreeSchoolMeals,
    TrustCode,
    TrustName,
    FederationCode,
    FederationName,
    Street,
    Locality,
    Address3,
    Town,
    County,
    Postcode,
    Website,
    Easting,
    Northing,
    ResourcedProvision,
    SenUnitOnRoll,
    SenUnitCapacity,
}

use Field as F;

const NAMES: [(Field, &str); 35] = [
    (F::Urn, "URN"),
    (F::Name, "EstablishmentName"),
    (F::TypeCode, "TypeOfEstablishment (code)"),
    (F::TypeName, "TypeOfEstablishment (name)"),
    (F::StatusCode, "EstablishmentStatus (code)"),
    (F::StatusName, "EstablishmentStatus (name)"),
    (F::LaCode, "LA (code)"),
    (F::LaName, "LA (name)"),
    (F::EstablishmentNumber, "EstablishmentNumber"),
    (F::TypeGroup, "EstablishmentTypeGroup (name)"),
    (F::PhaseCode, "PhaseOfEducation (code)"),
    (F::PhaseName, "PhaseOfEducation (name)"),
    (F::OpenDate, "OpenDate"),
    (F::CloseDate, "CloseDate"),
    (F::LowAge, "StatutoryLowAge"),
    (F::HighAge, "StatutoryHighAge"),
    (F::Capacity, "SchoolCapacity"),
    (F::Pupils, "NumberOfPupils"),
    (F::FreeSchoolMeals, "PercentageFSM"),
    (F::TrustCode, "Trusts (code)"),
    (F::TrustName, "Trusts (name)"),
    (F::FederationCode, "Federations (code)"),
    (F::FederationName, "Federations (name)"),
    (F::Street, "Street"),
    (F::Locality, "Locality"),
    (F::Address3, "Address3"),
    (F::Town, "Town"),
    (F::County, "County (name)"),
    (F::Postcode, "Postcode"),
    (F::Website, "SchoolWebsite"),
    (F::Easting, "Easting"),
    (F::Northing, "Northing"),
    (F::ResourcedProvision, "TypeOfResourcedProvision (name)"),
    (F::SenUnitOnRoll, "SenUnitOnRoll"),
    (F::SenUnitCapacity, "SenUnitCapacity"),
];

/// One of each group has to be there; the first is the one to name when none is.
const REQUIRED: [&[Field]; 6] = [
    &[F::Urn],
    &[F::Name],
    &[F::TypeName, F::TypeCode],
    &[F::StatusName, F::StatusCode],
    &[F::LaCode],
    &[F::LaName],
];

/// Where the columns of one establishment file are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    positions: BTreeMap<Field, usize>,
    width: usize,
}

/// The header lacks columns without which no school can be told from another; each is named as the register does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the file has no column named {}", .0.join(", "))]
pub struct MissingColumns(pub Vec<&'static str>);

/// What one row of the establishment file is to the import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowOutcome {
    /// A school or college.
    School(Box<RegisterSchool>),
    /// Not one, for the reason given; there are few different reasons, so they can be counted.
    Skipped {
        /// The type of establishment in the register's words, or what else kept it out.
        reason: String,
    },
    /// The row cannot be read.
    Faulty {
        /// The line of the file on which the row starts, counted from 1.
        line: u64,
        /// The cause, for the person who sent the file. Quotes at most 40 characters of it.
        message: String,
    },
}

/// Why a row is not a school.
enum Refused {
    Skipped(String),
    Faulty(String),
}

impl Columns {
    /// Finds the columns by name, in any order, whatever the case and the space in them, with or without a
    /// byte-order mark before the first. If a name stands twice, the first is used.
    ///
    /// # Errors
    /// [`MissingColumns`] with every required column that is not there. A type and a status may each come as
    /// code or as name.
    pub fn from_header(header: &[&str]) -> Result<Self, MissingColumns> {
        let wanted: BTreeMap<String, Field> = NAMES
            .iter()
            .map(|(field, name)| (heading_key(name), *field))
            .collect();
        let mut positions = BTreeMap::new();
        for (position, heading) in header.iter().enumerate() {
            if let Some(field) = wanted.get(&heading_key(heading)) {
                positions.entry(*field).or_insert(position);
            }
        }
        let missing: Vec<&'static str> = REQUIRED
            .iter()
            .filter(|group| !group.iter().any(|field| positions.contains_key(field)))
            .filter_map(|group| group.first().copied().and_then(name_of))
            .collect();
        if missing.is_empty() {
            Ok(Self {
                positions,
                width: header.len(),
            })
        } else {
            Err(MissingColumns(missing))
        }
    }

    /// Reads one row; `line` is only handed on. Never panics, whatever the fields hold.
    #[must_use]
    pub fn row(&self, line: u64, fields: &[&str]) -> RowOutcome {
        match self.school(fields) {
            Ok(school) => RowOutcome::School(Box::new(school)),
            Err(Refused::Skipped(reason)) => RowOutcome::Skipped { reason },
            Err(Refused::Faulty(message)) => RowOutcome::Faulty { line, message },
        }
    }

    fn school(&self, fields: &[&str]) -> Result<RegisterSchool, Refused> {
        check_width(fields, self.width)?;
        let row = Row {
            columns: self,
            fields,
        };
        // The type comes first: what is not a school is counted under its type, however poor the rest of its row.
        let kind = match EstablishmentType::classify(row.raw(F::TypeCode), row.raw(F::TypeName)) {
            Classified::School(kind) => kind,
            Classified::NotASchool(reason) => return Err(Refused::Skipped(reason)),
            Classified::Untold => {
                return Err(faulty("the row does not say its type of establishment"));
            }
        };
        let status =
            match SchoolStatus::from_register(row.raw(F::StatusName), row.raw(F::StatusCode)) {
                ReadStatus::School(status) => status,
                ReadStatus::NeverASchool(name) => {
                    return Err(Refused::Skipped(format!("Status: {name}")));
                }
                ReadStatus::Unknown => {
                    let name = text::clean(row.raw(F::StatusName));
                    return Err(faulty(format!(
                        "“{}” is not a status that we know",
                        text::shortened(&name)
                    )));
                }
            };
        let grid_reference = row
            .number(F::Easting)?
            .zip(row.number(F::Northing)?)
            .and_then(|(easting, northing)| GridReference::on_the_grid(easting, northing));
        Ok(RegisterSchool {
            urn: row.urn()?,
            name: row.required(F::Name)?,
            local_authority: row.local_authority()?,
            establishment_number: row.number(F::EstablishmentNumber)?,
            trust: row.body(F::TrustCode, F::TrustName)?,
            federation: row.body(F::FederationCode, F::FederationName)?,
            type_code: kind.code,
            type_name: kind.name.to_owned(),
            type_group: row.text(F::TypeGroup)?,
            provision: kind.provision,
            phase: Phase::from_register(row.raw(F::PhaseName), row.raw(F::PhaseCode)),
            status,
            opened_on: row.read(F::OpenDate, text::date)?,
            closed_on: row.read(F::CloseDate, text::date)?,
            lowest_age: row.number(F::LowAge)?,
            highest_age: row.number(F::HighAge)?,
            pupils: row.number(F::Pupils)?,
            capacity: row.number(F::Capacity)?,
            free_school_meals_tenths: row.read(F::FreeSchoolMeals, text::percent_in_tenths)?,
            sen_unit: SenUnit {
                resourced_provision: row.text(F::ResourcedProvision)?,
                on_roll: row.number(F::SenUnitOnRoll)?,
                capacity: row.number(F::SenUnitCapacity)?,
            },
            address: Address {
                street: row.text(F::Street)?,
                locality: row.text(F::Locality)?,
                address3: row.text(F::Address3)?,
                town: row.text(F::Town)?,
                county: row.text(F::County)?,
                postcode: text::postcode(row.raw(F::Postcode)),
            },
            website: text::website(row.raw(F::Website)),
            grid_reference,
        })
    }
}

fn faulty(message: impl Into<String>) -> Refused {
    Refused::Faulty(message.into())
}

/// Spreadsheets pad rows with empty fields and leave rows of nothing but commas; neither is a fault.
fn check_width(fields: &[&str], width: usize) -> Result<(), Refused> {
    if fields.iter().all(|field| field.trim().is_empty()) {
        return Err(Refused::Skipped("Empty row".to_owned()));
    }
    let told = fields
        .iter()
        .rposition(|field| !field.trim().is_empty())
        .map_or(0, |last| last + 1);
    if fields.len() < width || told > width {
        return Err(faulty(format!(
            "the row has {} values, but the header has {width}",
            fields.len()
        )));
    }
    Ok(())
}

/// Headings compare without case, white space and byte-order mark.
pub(super) fn heading_key(heading: &str) -> String {
    heading
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '\u{FEFF}')
        .flat_map(char::to_lowercase)
        .collect()
}

fn name_of(field: Field) -> Option<&'static str> {
    NAMES
        .iter()
        .find(|(named, _)| *named == field)
        .map(|(_, name)| *name)
}

/// One row, read by field. Faults name the column as the register does.
struct Row<'a> {
    columns: &'a Columns,
    fields: &'a [&'a str],
}

impl Row<'_> {
    fn raw(&self, field: Field) -> &str {
        let position = self.columns.positions.get(&field);
        position
            .and_then(|position| self.fields.get(*position))
            .copied()
            .unwrap_or_default()
    }

    fn read<T>(&self, field: Field, how: fn(&str) -> Result<T, String>) -> Result<T, Refused> {
        how(self.raw(field)).map_err(|cause| named(field, &cause))
    }

    fn number(&self, field: Field) -> Result<Option<u32>, Refused> {
        self.read(field, text::number)
    }

    fn text(&self, field: Field) -> Result<Option<String>, Refused> {
        let known = text::known(self.raw(field));
        match known {
            Some(text) if text.chars().count() > LONGEST_TEXT => Err(named(
                field,
                &format!("longer than {LONGEST_TEXT} characters"),
            )),
            known => Ok(known),
        }
    }

    fn required(&self, field: Field) -> Result<String, Refused> {
        self.text(field)?.ok_or_else(|| named(field, "empty"))
    }

    fn urn(&self) -> Result<Urn, Refused> {
        let text = text::clean(self.raw(F::Urn));
        text.parse()
            .map_err(|cause| named(F::Urn, &format!("“{}”: {cause}", text::shortened(&text))))
    }

    /// Spreadsheets drop the zeros that some codes begin with; they are put back.
    fn local_authority(&self) -> Result<RegisterBody, Refused> {
        let code = self.required(F::LaCode)?;
        if code.len() > 3 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
            let cause = format!(
                "“{}” is not a number of up to three digits",
                text::shortened(&code)
            );
            return Err(named(F::LaCode, &cause));
        }
        // The name may say “Does not apply” (service children's schools), so it is only cleaned.
        let name = text::clean(self.raw(F::LaName));
        if name.is_empty() || name.chars().count() > LONGEST_TEXT {
            return Err(named(F::LaName, "empty, or longer than 500 characters"));
        }
        Ok(RegisterBody {
            code: format!("{code:0>3}"),
            name,
        })
    }

    /// A trust or federation is known by its code; a name alone could not be recognised after a renaming.
    fn body(&self, code: Field, name: Field) -> Result<Option<RegisterBody>, Refused> {
        let Some(code) = self.text(code)?.filter(|code| code != "0") else {
            return Ok(None);
        };
        let name = self.text(name)?.unwrap_or_else(|| code.clone());
        Ok(Some(RegisterBody { code, name }))
    }
}

fn named(field: Field, cause: &str) -> Refused {
    faulty(format!("{}: {cause}", name_of(field).unwrap_or_default()))
}

#[cfg(test)]
#[path = "columns_tests.rs"]
mod tests;
