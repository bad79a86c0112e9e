//! A suggestion is asked for, looked at while it is worked out, stopped or given up. The work is a job's.

use super::{find, not_outdated, not_repeated};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{CycleId, ReviewId};
use domain::pairing::Suggestion;
use domain::policy::{self, act};
use store::Write;
use store::teams::runs::{self, Run, Wish};
use store::teams::{self, CycleTeams, TeamSettings};

/// The largest team that can be asked for.
pub const LARGEST_TEAM: u32 = 8;
/// The longest way that can be set as a limit, in kilometres: longer than England.
const LONGEST_WAY: u32 = 600;

/// Reads how large teams are to be.
fn settings(form: &RawForm) -> Result<TeamSettings, FieldErrors> {
    let mut reader = Reader::new(form);
    let size = reader.parsed::<u32>(
        "size",
        "Enter how many people a team should have, in digits",
    );
    let least = reader.parsed::<u32>("least", "Enter how many people a team must have, in digits");
    let max_km = reader.optional_parsed::<u32>(
        "max_km",
        "Enter the distance in whole kilometres, or leave it empty",
    );
    if size.is_some_and(|n| !(1..=LARGEST_TEAM).contains(&n)) {
        reader.error(
            "size",
            format!("A team can have 1 to {LARGEST_TEAM} people"),
        );
    }
    if least == Some(0) {
        reader.error("least", "A team must have at least 1 person");
    }
    if size.zip(least).is_some_and(|(size, least)| least > size) {
        reader.error(
            "least",
            "The least number of people cannot be above the usual number",
        );
    }
    if max_km.is_some_and(|km| km == 0 || km > LONGEST_WAY) {
        reader.error(
            "max_km",
            format!("Enter a distance from 1 to {LONGEST_WAY} kilometres, or leave it empty"),
        );
    }
    let read = size.zip(least).map(|(size, least)| TeamSettings {
        size,
        least,
        max_km,
    });
    reader.finish(read)
}

/// Asks for teams for every school of the cycle whose team is being formed. A job works them out; nothing of the teams
/// changes until the coordinator takes them.
pub async fn start(app: &App, user: &User, cycle: &CycleId, form: &RawForm) -> Result<(), Error> {
    let found = find(app, user, cycle).await?;
    not_repeated(app, form).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &found.cycle)?;
    let settings = settings(form)?;
    not_outdated(&found, form)?;
    let last = app.store.find_last_run(cycle).await?;
    if last.is_some_and(|run| run.state.is_active()) {
        let words = "A suggestion is being worked out already. Look at it, or cancel it first";
        return Err(FieldErrors::one("", words).into());
    }
    let mut write = Write::new(&user.meta());
    write.push(teams::lock(&permit, cycle, found.version));
    write.push(teams::save_settings(&permit, settings));
    // The records of reviews have ids of the same kind.
    let id: ReviewId = new_id();
    let afresh = form.has("afresh");
    write.push(runs::create(&permit, id.as_str(), afresh, user.now));
    write.audit("asked for teams", format!("cycle:{cycle}"), "");
    write.once(form.get("form_key"), &run_path(cycle));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// The page on which a run is looked at.
pub fn run_path(cycle: &CycleId) -> String {
    format!("/cycles/{cycle}/pairing/run")
}

/// The run that was asked for last, with the teams as they stand now.
#[derive(Debug)]
pub struct Found {
    /// The teams.
    pub teams: CycleTeams,
    /// The run.
    pub run: Run,
    /// What was suggested, once there is something.
    pub suggestion: Option<Suggestion>,
}

/// The last run of a cycle, for whoever sees its board. Not found where nobody has asked for a suggestion.
pub async fn find_run(app: &App, user: &User, cycle: &CycleId) -> Result<Found, Error> {
    let teams = find(app, user, cycle).await?;
    let run = app
        .store
        .find_last_run(cycle)
        .await?
        .ok_or(Error::NotFound)?;
    let suggestion = match run.answer.as_str() {
        "" => None,
        text => Some(Suggestion::from_text(text).map_err(Error::Internal)?),
    };
    Ok(Found {
        teams,
        run,
        suggestion,
    })
}

/// Stops the work: with the best answer so far, or without any.
pub async fn wish(app: &App, user: &User, cycle: &CycleId, form: &RawForm) -> Result<(), Error> {
    let found = find_run(app, user, cycle).await?;
    not_repeated(app, form).await?;
    let permit = policy::cycle::<act::PairCycle>(&user.actor, &found.teams.cycle)?;
    let wish = if form.get("do") == "cancel" {
        Wish::Cancel
    } else {
        Wish::Take
    };
    let mut write = Write::new(&user.meta());
    write.push(runs::set_wish(&permit, &found.run.id, wish, user.now));
    let verb = match wish {
        Wish::Cancel => "cancelled a suggestion of teams",
        _ => "stopped a suggestion of teams",
    };
    write.audit(verb, format!("cycle:{cycle}"), "");
    write.once(form.get("form_key"), &run_path(cycle));
    Ok(app.store.commit(write).await?)
}
