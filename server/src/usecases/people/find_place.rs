//! Finds what a role's scope names from what somebody typed: "Ashby", "900001", "Wend Valley Partnership".
//!
//! One exact answer is taken; of several, or of similar ones, the person chooses.

use crate::error::Error;
use crate::state::App;
use domain::forms::{FieldErrors, RawForm};
use domain::people::{PlaceKind, Role, RoleKind};
use store::people::places::Place;

/// The role in the form's fields `role`, `place` and `scope`, with the name of its place.
pub(super) async fn read_role(app: &App, form: &RawForm) -> Result<(Role, String), Error> {
    let Ok(kind) = form.get("role").parse::<RoleKind>() else {
        return Err(FieldErrors::one("role", "Choose a role").into());
    };
    let Some(place_kind) = kind.place() else {
        let role = kind
            .with_scope("")
            .map_err(|_| FieldErrors::one("role", "Choose a role"))?;
        return Ok((role, String::new()));
    };
    let place = find(app, place_kind, form.get("place"), form.get("scope")).await?;
    let role = kind
        .with_scope(&place.id)
        .map_err(|_| FieldErrors::one("place", "This cannot be used as the place of a role"))?;
    Ok((role, place.name))
}

/// The place that was typed, or of several the chosen one.
async fn find(app: &App, kind: PlaceKind, typed: &str, chosen: &str) -> Result<Place, Error> {
    let noun = kind.noun();
    if typed.trim().is_empty() {
        let code = match kind {
            PlaceKind::School => " or URN",
            PlaceKind::LocalAuthority => " or code",
            PlaceKind::Trust => " or group id",
            PlaceKind::Partnership => "",
        };
        return Err(
            FieldErrors::one("place", format!("Enter the name{code} of the {noun}")).into(),
        );
    }
    let found = app.store.find_places(kind, typed).await?;
    let picked = found
        .exact
        .iter()
        .chain(&found.similar)
        .find(|p| p.id == chosen);
    match (picked, found.exact.as_slice()) {
        (Some(place), _) | (None, [place]) => Ok(place.clone()),
        (None, []) if found.similar.is_empty() => Err(FieldErrors::one(
            "place",
            format!("There is no {noun} with this name or number. Check it and try again"),
        )
        .into()),
        (None, _) => Err(FieldErrors::one("scope", format!("Choose which {noun} you mean")).into()),
    }
}

/// What to choose from when the typed place is not one place.
pub async fn choices(app: &App, form: &RawForm) -> Result<Vec<Place>, Error> {
    let Some(kind) = form
        .get("role")
        .parse::<RoleKind>()
        .ok()
        .and_then(RoleKind::place)
    else {
        return Ok(Vec::new());
    };
    let found = app.store.find_places(kind, form.get("place")).await?;
    Ok(match found.exact.len() {
        0 => found.similar,
        1 => Vec::new(),
        _ => found.exact,
    })
}
