//! Creates a cycle and changes it: its settings before the launch, what is still open after it, and its milestones.

use super::find;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use chrono::NaiveDate;
use domain::cycles::{Candidate, DraftForm, RunningForm};
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{CycleId, FrameworkId, PartnershipId};
use domain::milestones::{MilestoneKey, MilestonePlan, OffsetError, PlanErrors};
use domain::policy::{self, act};
use domain::states::CycleState;
use store::cycles;
use store::frameworks::FrameworkLine;
use store::{Statement, Write};

/// What can be chosen in the form of a cycle.
#[derive(Debug)]
pub struct Choices {
    /// Published framework versions, newest first.
    pub frameworks: Vec<FrameworkLine>,
    /// Open schools that are in the partnership today or later.
    pub schools: Vec<Candidate>,
}

/// What can be chosen in the form of a cycle of `partnership`. The caller has asked the policy.
pub async fn list_choices(
    app: &App,
    user: &User,
    partnership: &PartnershipId,
) -> Result<Choices, Error> {
    let permit = policy::site::<act::SeeFrameworks>(&user.actor)?;
    let frameworks = app.store.list_published_frameworks(&permit).await?;
    Ok(Choices {
        frameworks,
        schools: list_candidates(app, partnership, user.today).await?,
    })
}

pub(super) async fn list_candidates(
    app: &App,
    partnership: &PartnershipId,
    today: NaiveDate,
) -> Result<Vec<Candidate>, Error> {
    let found = app.store.list_newcomers(partnership, today).await?;
    Ok(found
        .into_iter()
        .map(|n| Candidate {
            school: n.school,
            name: n.name,
            joined: n.joined,
            left: n.left,
        })
        .collect())
}

fn read(form: &RawForm, choices: &Choices) -> Result<DraftForm, Error> {
    let ids: Vec<FrameworkId> = choices.frameworks.iter().map(|f| f.id.clone()).collect();
    Ok(DraftForm::parse(form, &ids, &choices.schools)?)
}

/// Creates a cycle as a draft.
pub async fn create(
    app: &App,
    user: &User,
    partnership: &PartnershipId,
    form: &RawForm,
) -> Result<CycleId, Error> {
    let found = crate::usecases::partnerships::find(app, user, partnership).await?;
    let permit = policy::partnership::<act::CreateCycle>(&user.actor, &found.facts(user.today))?;
    let choices = list_choices(app, user, partnership).await?;
    let settings = read(form, &choices)?;
    let id: CycleId = new_id();
    let mut write = Write::new(&user.meta());
    write.push(cycles::create(&permit, &id, &settings, user.now));
    write.audit("created", format!("cycle:{id}"), "");
    write.once(form.get("form_key"), &format!("/cycles/{id}"));
    app.store.commit(write).await?;
    Ok(id)
}

/// Saves the settings; a conflict when somebody else saved since the form was shown, or the cycle was launched.
pub async fn edit(app: &App, user: &User, id: &CycleId, form: &RawForm) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let permit = policy::cycle::<act::EditCycle>(&user.actor, &found.facts)?;
    let seen = form.get("version").parse().unwrap_or(0);
    // The form says which of the two it was: a draft's form that comes after the launch must not be read as the other.
    let drafted = form.has("framework");
    let statement: Statement = if found.facts.state == CycleState::Draft {
        let choices = list_choices(app, user, &found.facts.partnership).await?;
        cycles::edit_draft(&permit, seen, &read(form, &choices)?, user.now)
    } else if drafted {
        return Err(Error::Conflict);
    } else {
        cycles::edit_running(&permit, seen, &RunningForm::parse(form)?, user.now)
    };
    let mut write = Write::new(&user.meta());
    write.push(statement);
    write.audit("edited", format!("cycle:{id}"), "settings");
    write.once(form.get("form_key"), &format!("/cycles/{id}"));
    app.store.commit(write).await?;
    // Dates may have moved, and with them what is due.
    app.wake.notify_one();
    Ok(())
}

/// The plan that was typed, or every number that is not right, by milestone.
pub fn plan_from(form: &RawForm) -> Result<MilestonePlan, FieldErrors> {
    MilestonePlan::parse(|key| Some(form.get(key.as_str()))).map_err(|PlanErrors(faults)| {
        let mut errors = FieldErrors::new();
        for (key, fault) in faults {
            errors.add(key.as_str(), in_words(key, &fault));
        }
        errors
    })
}

fn in_words(key: MilestoneKey, fault: &OffsetError) -> String {
    let name = ::app::pages::cycles::milestone_name(key);
    match fault {
        OffsetError::BeforePrevious(before) => format!(
            "{name} must not fall before “{}”",
            ::app::pages::cycles::milestone_name(*before)
        ),
        other => format!("{name}: {other}"),
    }
}

/// Saves the milestones.
pub async fn set_milestones(
    app: &App,
    user: &User,
    id: &CycleId,
    form: &RawForm,
) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let permit = policy::cycle::<act::EditCycle>(&user.actor, &found.facts)?;
    let plan = plan_from(form)?;
    let seen = form.get("version").parse().unwrap_or(0);
    let mut write = Write::new(&user.meta());
    write.push(cycles::set_offsets(&permit, seen, &plan, user.now));
    write.audit("edited", format!("cycle:{id}"), "milestones");
    write.once(form.get("form_key"), &format!("/cycles/{id}"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}
