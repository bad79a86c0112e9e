//! Launches a cycle: a review for each school, and a notice to each of its heads. Later, schools that join.

use super::find;
use super::set_up::list_candidates;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use domain::cycles::Candidate;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::{CycleId, ReviewId, SchoolId};
use domain::notices::NoticeKind;
use domain::policy::{self, act};
use domain::states::CycleState;
use std::collections::{BTreeMap, BTreeSet};
use store::Write;
use store::cycles::{self, Cycle, Head};
use store::mail::{NewNotice, create_notice};

/// What a launch will do.
#[derive(Debug)]
pub struct LaunchPlan {
    /// The cycle.
    pub cycle: Cycle,
    /// Every head of every school: they will be told.
    pub heads: Vec<Head>,
    /// Names of schools that have no head on Quintet, so nobody there will be told.
    pub without_head: Vec<String>,
    /// What stands in the way, in words: empty when the cycle can be launched.
    pub obstacles: Vec<String>,
}

/// What a launch would do now. Refused as the launch itself would be, save what is named as an obstacle.
pub async fn launch_plan(app: &App, user: &User, id: &CycleId) -> Result<LaunchPlan, Error> {
    let cycle = find(app, user, id).await?;
    policy::cycle::<act::LaunchCycle>(&user.actor, &cycle.facts)?;
    let permit = policy::cycle::<act::EditCycle>(&user.actor, &cycle.facts)?;
    let heads = app
        .store
        .list_heads_for_cycle(&permit, &cycle.facts.schools, user.today)
        .await?;
    let with_head: BTreeSet<&SchoolId> = heads.iter().map(|h| &h.school).collect();
    let without_head = cycle
        .schools
        .iter()
        .filter(|s| !with_head.contains(&s.school))
        .map(|s| s.name.clone())
        .collect();
    let members = list_candidates(app, &cycle.facts.partnership, user.today).await?;
    let day = cycle.dates.starts_on.max(user.today);
    let mut obstacles = Vec::new();
    for school in &cycle.schools {
        if school.closed {
            obstacles.push(format!(
                "{} is closed. Take it out of the cycle.",
                school.name
            ));
        } else if !members
            .iter()
            .any(|m| m.school == school.school && m.is_member_on(day))
        {
            obstacles.push(format!(
                "{} is not in the partnership on {}. Take it out of the cycle.",
                school.name,
                day.format("%-d %B %Y")
            ));
        }
    }
    if cycle.dates.visits_until < user.today {
        obstacles.push("The last day for visits is in the past. Change the dates.".into());
    }
    Ok(LaunchPlan {
        cycle,
        heads,
        without_head,
        obstacles,
    })
}

/// Launches the cycle: one review a school, one notice a head and school.
pub async fn launch(app: &App, user: &User, id: &CycleId, form: &RawForm) -> Result<(), Error> {
    let plan = match launch_plan(app, user, id).await {
        Ok(plan) => plan,
        // The same form again: the cycle is no draft any more, but it is this form that launched it.
        Err(e @ Error::Forbidden(_)) => return repeated(app, form, e).await,
        Err(e) => return Err(e),
    };
    if !plan.obstacles.is_empty() {
        return Err(FieldErrors::one("form", plan.obstacles.join(" ")).into());
    }
    let permit = policy::cycle::<act::LaunchCycle>(&user.actor, &plan.cycle.facts)?;
    if form.get("version") != permit.version().to_string() {
        // What was confirmed is not what would be launched.
        return Err(Error::Conflict);
    }
    let reviews: BTreeMap<SchoolId, ReviewId> = plan
        .cycle
        .facts
        .schools
        .iter()
        .map(|s| (s.clone(), new_id()))
        .collect();
    let mut write = Write::new(&user.meta());
    write.push(cycles::launch(&permit, user.now));
    for statement in cycles::create_reviews_on_launch(&permit, &reviews, user.now) {
        write.push(statement);
    }
    tell_heads(&mut write, &plan.cycle, &plan.heads, &reviews);
    write.audit(
        "launched",
        format!("cycle:{id}"),
        format!("{} schools", reviews.len()),
    );
    write.once(form.get("form_key"), &format!("/cycles/{id}"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// Where the first post of this form led, or the refusal.
async fn repeated(app: &App, form: &RawForm, refusal: Error) -> Result<(), Error> {
    match app.store.posted(form.get("form_key")).await? {
        Some(location) => Err(Error::Repeated(location)),
        None => Err(refusal),
    }
}

fn tell_heads(
    write: &mut Write,
    cycle: &Cycle,
    heads: &[Head],
    reviews: &BTreeMap<SchoolId, ReviewId>,
) {
    let now = write.meta().now;
    for head in heads {
        let Some(review) = reviews.get(&head.school) else {
            continue;
        };
        let school = cycle.schools.iter().find(|s| s.school == head.school);
        write.push(create_notice(
            &NewNotice {
                id: new_id(),
                person: head.person.clone(),
                kind: NoticeKind::CycleLaunched,
                review: Some(review.clone()),
                cycle: Some(cycle.facts.id.clone()),
                detail: school.map(|s| s.name.clone()).unwrap_or_default(),
                link: format!("/reviews/{review}"),
            },
            now,
        ));
    }
}

/// The coordinator says that reviews are under way, though not every school has accepted.
pub async fn start(app: &App, user: &User, id: &CycleId, form: &RawForm) -> Result<(), Error> {
    let found = find(app, user, id).await?;
    let permit = policy::cycle::<act::EditCycle>(&user.actor, &found.facts)?;
    if !matches!(
        found.facts.state,
        CycleState::Recruiting | CycleState::Active
    ) {
        return Err(Error::Forbidden(
            "Only a cycle that has been launched can be started.".into(),
        ));
    }
    let mut write = Write::new(&user.meta());
    write.push(cycles::activate(&permit));
    write.audit("started", format!("cycle:{id}"), "");
    write.once(form.get("form_key"), &format!("/cycles/{id}"));
    Ok(app.store.commit(write).await?)
}

/// The schools that can be put into the cycle now: members of the partnership that are not in it.
pub async fn list_addable(
    app: &App,
    user: &User,
    id: &CycleId,
) -> Result<(Cycle, Vec<Candidate>), Error> {
    let found = find(app, user, id).await?;
    policy::cycle::<act::EditCycle>(&user.actor, &found.facts)?;
    match found.facts.state {
        CycleState::Recruiting | CycleState::Active => {}
        CycleState::Draft => {
            return Err(Error::Forbidden(
                "The cycle has not been launched. Choose its schools among its settings.".into(),
            ));
        }
        CycleState::Closing | CycleState::Closed => {
            return Err(Error::Forbidden(
                "The cycle is ending. Schools can join the next one.".into(),
            ));
        }
    }
    let mut schools = list_candidates(app, &found.facts.partnership, user.today).await?;
    schools.retain(|s| s.is_member_on(user.today) && !found.facts.schools.contains(&s.school));
    Ok((found, schools))
}

/// Puts a school that has joined the partnership into a cycle that is under way.
pub async fn add_school(app: &App, user: &User, id: &CycleId, form: &RawForm) -> Result<(), Error> {
    let (found, schools) = list_addable(app, user, id).await?;
    let permit = policy::cycle::<act::EditCycle>(&user.actor, &found.facts)?;
    let mut reader = Reader::new(form);
    let chosen = reader.parsed::<SchoolId>("school", "Choose a school");
    let school = chosen.and_then(|id| schools.into_iter().find(|s| s.school == id));
    if school.is_none() {
        reader.error(
            "school",
            "Choose a school of the partnership that is not in the cycle yet",
        );
    }
    let school = match reader.finish(school) {
        Ok(school) => school,
        // The same form again: the school is in the cycle because of it.
        Err(errors) => return repeated(app, form, errors.into()).await,
    };
    let review: ReviewId = new_id();
    let reviews = BTreeMap::from([(school.school.clone(), review.clone())]);
    let heads = app
        .store
        .list_heads_for_cycle(&permit, [&school.school], user.today)
        .await?;
    let mut cycle = found;
    cycle.schools.push(store::cycles::CycleSchool {
        school: school.school.clone(),
        name: school.name,
        closed: false,
        review: Some(review.clone()),
    });
    let mut write = Write::new(&user.meta());
    for statement in cycles::add_school(&permit, &school.school, &review, user.now) {
        write.push(statement);
    }
    tell_heads(&mut write, &cycle, &heads, &reviews);
    write.audit("added a school", format!("cycle:{id}"), &school.school);
    write.once(form.get("form_key"), &format!("/cycles/{id}"));
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}
