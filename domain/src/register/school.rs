//! A school as the register describes it: what the import keeps of a row, and its fingerprint.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{EstablishmentType, Phase, Provision, SchoolStatus, Urn};

/// A local authority, trust or federation as a row names it. The code is the key; names change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RegisterBody {
    /// Local authority: three digits. Trust and federation: the register's own number.
    pub code: String,
    /// The name as the row gives it; the code again where the row has no name.
    pub name: String,
}

/// The parts of a postal address that the row knows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    /// Street, or the name of a building.
    pub street: Option<String>,
    /// Locality.
    pub locality: Option<String>,
    /// The register's third address line.
    pub address3: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// County.
    pub county: Option<String>,
    /// Postcode in capitals with one space.
    pub postcode: Option<String>,
}

/// A point on the British National Grid, in metres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GridReference {
    /// Metres east of the grid's origin, below 700,000.
    pub easting: u32,
    /// Metres north of the grid's origin, below 1,300,000.
    pub northing: u32,
}

impl GridReference {
    /// `None` for a point off the grid, and for the origin, which the register writes where it knows no place.
    #[must_use]
    pub fn on_the_grid(easting: u32, northing: u32) -> Option<Self> {
        let placed = easting > 0 && northing > 0 && easting < 700_000 && northing < 1_300_000;
        placed.then_some(Self { easting, northing })
    }
}

/// Provision for pupils with special educational needs inside the school.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SenUnit {
    /// The kind of resourced provision or unit, in the register's words.
    pub resourced_provision: Option<String>,
    /// Pupils on the unit's roll.
    pub on_roll: Option<u32>,
    /// Places in the unit.
    pub capacity: Option<u32>,
}

/// One school or college of the register. Nothing in it is about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSchool {
    /// The key.
    pub urn: Urn,
    /// The name, at most 500 characters.
    pub name: String,
    /// The local authority.
    pub local_authority: RegisterBody,
    /// The number that, after the local authority's, makes the school's national number.
    pub establishment_number: Option<u32>,
    /// The academy trust.
    pub trust: Option<RegisterBody>,
    /// The federation.
    pub federation: Option<RegisterBody>,
    /// The register's code of the type, as in [`EstablishmentType::code`].
    pub type_code: u8,
    /// The name of the type, as in [`EstablishmentType::name`].
    pub type_name: String,
    /// The register's group of types ("Academies", "Special schools").
    pub type_group: Option<String>,
    /// What kind of provision the type is.
    pub provision: Provision,
    /// The phase; [`Phase::NotApplicable`] where the register does not say.
    pub phase: Phase,
    /// Open, closing, closed, or to be opened.
    pub status: SchoolStatus,
    /// When it opened under this URN.
    pub opened_on: Option<NaiveDate>,
    /// When it closed under this URN.
    pub closed_on: Option<NaiveDate>,
    /// The youngest age it may teach, in years.
    pub lowest_age: Option<u32>,
    /// The oldest age it may teach, in years.
    pub highest_age: Option<u32>,
    /// Pupils on roll at the last census.
    pub pupils: Option<u32>,
    /// Places.
    pub capacity: Option<u32>,
    /// Pupils eligible for free school meals, in tenths of a percent.
    pub free_school_meals_tenths: Option<u16>,
    /// Units and resourced provision.
    pub sen_unit: SenUnit,
    /// Where the post goes.
    pub address: Address,
    /// A link that is safe to show: `http` or `https`.
    pub website: Option<String>,
    /// Where it stands.
    pub grid_reference: Option<GridReference>,
}

impl RegisterSchool {
    /// The type with its code, name and provision, if this version knows the code.
    #[must_use]
    pub fn establishment_type(&self) -> Option<EstablishmentType> {
        EstablishmentType::all().find(|kind| kind.code == self.type_code)
    }

    /// SHA-256 in hexadecimal over everything that is kept of the row. Equal fingerprints mean that nothing that
    /// we keep has changed; each field goes in with its name and length, so that no two schools run together.
    /// The first line names the format: a version that keeps more gives every school a new fingerprint, and the
    /// next import then updates each of them once.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut canon = Canon(Sha256::new());
        canon.field("format", "register-school/1");
        canon.number("urn", Some(self.urn.get()));
        canon.field("name", &self.name);
        canon.body("local authority", Some(&self.local_authority));
        canon.number("establishment number", self.establishment_number);
        canon.body("trust", self.trust.as_ref());
        canon.body("federation", self.federation.as_ref());
        canon.number("type", Some(u32::from(self.type_code)));
        canon.field("type name", &self.type_name);
        canon.text("type group", self.type_group.as_ref());
        canon.number("phase", Some(u32::from(self.phase.code())));
        canon.number("status", Some(u32::from(self.status.code())));
        canon.date("opened", self.opened_on);
        canon.date("closed", self.closed_on);
        canon.number("lowest age", self.lowest_age);
        canon.number("highest age", self.highest_age);
        canon.number("pupils", self.pupils);
        canon.number("capacity", self.capacity);
        canon.number(
            "free school meals",
            self.free_school_meals_tenths.map(u32::from),
        );
        canon.text(
            "resourced provision",
            self.sen_unit.resourced_provision.as_ref(),
        );
        canon.number("unit roll", self.sen_unit.on_roll);
        canon.number("unit capacity", self.sen_unit.capacity);
        canon.text("street", self.address.street.as_ref());
        canon.text("locality", self.address.locality.as_ref());
        canon.text("address3", self.address.address3.as_ref());
        canon.text("town", self.address.town.as_ref());
        canon.text("county", self.address.county.as_ref());
        canon.text("postcode", self.address.postcode.as_ref());
        canon.text("website", self.website.as_ref());
        canon.number("easting", self.grid_reference.map(|point| point.easting));
        canon.number("northing", self.grid_reference.map(|point| point.northing));
        hex::encode(canon.0.finalize())
    }
}

/// Writes named fields into a hash; a field that is not known writes nothing.
struct Canon(Sha256);

impl Canon {
    fn field(&mut self, name: &str, value: &str) {
        self.0.update(format!("{name}={}:", value.len()));
        self.0.update(value);
        self.0.update("\n");
    }

    fn text(&mut self, name: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }

    fn number(&mut self, name: &str, value: Option<u32>) {
        if let Some(value) = value {
            self.field(name, &value.to_string());
        }
    }

    fn date(&mut self, name: &str, value: Option<NaiveDate>) {
        if let Some(value) = value {
            self.field(name, &value.to_string());
        }
    }

    fn body(&mut self, name: &str, value: Option<&RegisterBody>) {
        if let Some(body) = value {
            self.field(name, &body.code);
            self.field("named", &body.name);
        }
    }
}
