//! The own account: roles and why, the name, the reviewer's profile.

use super::once;
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::framework::{FIVE_PRINCIPLES, Framework, parse};
use domain::ids::SchoolId;
use domain::people::calibration::{self, Pack};
use domain::people::invitation::read_name;
use domain::people::reviewer::read_own_profile;
use domain::policy::{self, AccountFacts, act};
use store::Write;
use store::people::reviewers::{self, Calibration, OwnPart, Reviewer};
use store::people::roles::RoleLine;

/// The account with every role, newest first.
pub async fn find(app: &App, user: &User) -> Result<(Reviewer, Vec<RoleLine>), Error> {
    let person = &user.actor.person;
    let account = app
        .store
        .find_account(person)
        .await?
        .ok_or(Error::NotFound)?;
    Ok((account, app.store.list_roles(person).await?))
}

fn facts(account: &Reviewer) -> AccountFacts {
    AccountFacts {
        person: account.id.clone(),
        version: account.version,
        reviewer: account.reviewer,
    }
}

/// Changes the own name.
pub async fn change_name(app: &App, user: &User, form: &RawForm) -> Result<(), Error> {
    let (account, _) = find(app, user).await?;
    let permit = policy::account::<act::ChangeName>(&user.actor, &facts(&account))?;
    once(app, form).await?;
    let name = read_name(form)?;
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    write.push(store::people::change_name(&permit, seen, &name));
    write.audit("changed the own name", format!("person:{}", account.id), "");
    write.once(form.get("form_key"), "/me");
    Ok(app.store.commit(write).await?)
}

/// What the form of the reviewer's profile needs.
#[derive(Debug)]
pub struct ProfileForm {
    /// The account as stored.
    pub account: Reviewer,
    /// The framework by whose strands strengths are named.
    pub framework: Framework,
    /// Schools that can be ticked as an interest: members of the partnerships, and those declared before.
    pub schools: Vec<(SchoolId, String)>,
}

/// The reviewer's own profile; not found for who is no reviewer.
pub async fn find_profile(app: &App, user: &User) -> Result<ProfileForm, Error> {
    let (account, _) = find(app, user).await?;
    policy::account::<act::EditReviewerProfile>(&user.actor, &facts(&account))?;
    let text = app.store.newest_framework().await?;
    let framework = parse(text.as_deref().unwrap_or(FIVE_PRINCIPLES))
        .map_err(|_| Error::Internal("the published framework does not parse".into()))?;
    let mut schools: Vec<(SchoolId, String)> = account
        .schools
        .iter()
        .filter(|(id, _)| account.profile.interests.contains(id))
        .cloned()
        .collect();
    for (id, _) in &account.partnerships {
        if let Some(partnership) = app.store.find_partnership(id).await? {
            schools.extend(
                partnership
                    .members
                    .iter()
                    .filter(|m| m.is_member_on(user.today))
                    .map(|m| (m.school.clone(), m.name.clone())),
            );
        }
    }
    schools.sort_by(|a, b| (&a.1, &a.0).cmp(&(&b.1, &b.0)));
    schools.dedup();
    Ok(ProfileForm {
        account,
        framework,
        schools,
    })
}

/// Saves the reviewer's own part of the profile.
pub async fn save_profile(app: &App, user: &User, form: &RawForm) -> Result<(), Error> {
    let current = find_profile(app, user).await?;
    let permit =
        policy::account::<act::EditReviewerProfile>(&user.actor, &facts(&current.account))?;
    once(app, form).await?;
    let profile = read_own_profile(form, &current.framework, user.today)?;
    let mut interests = profile.interests;
    if interests
        .iter()
        .any(|s| !current.schools.iter().any(|(id, _)| id == s))
    {
        return Err(FieldErrors::one("interests", "Choose schools from the list").into());
    }
    if !profile.another.is_empty() {
        let school = find_school(app, &profile.another, "another").await?;
        if !interests.contains(&school) {
            interests.push(school);
        }
    }
    let mut posts: Vec<(SchoolId, NaiveDate)> = current
        .account
        .posts
        .iter()
        .filter(|(school, _)| profile.posts.contains(school))
        .cloned()
        .collect();
    if let Some((school, until)) = &profile.new_post {
        let school = find_school(app, school, "post_school").await?;
        posts.retain(|(other, _)| *other != school);
        posts.push((school, *until));
    }
    let seen = Reader::new(form).version();
    let mut write = Write::new(&user.meta());
    let part = OwnPart {
        phases: profile.phases,
        expertise: profile.expertise,
        max_load: profile.max_load,
        interests,
        weekdays: profile.weekdays,
        away: profile.away,
        posts,
    };
    write.push(reviewers::set_own_profile(&permit, seen, &part));
    write.audit(
        "changed the own reviewer profile",
        format!("person:{}", current.account.id),
        "",
    );
    write.once(form.get("form_key"), "/me");
    Ok(app.store.commit(write).await?)
}

/// The fictional school's pack, the framework whose levels it is rated by, and the own levels once they are given.
pub async fn find_calibration(
    app: &App,
    user: &User,
) -> Result<(Reviewer, Pack, Framework, Option<Calibration>), Error> {
    let (account, _) = find(app, user).await?;
    policy::account::<act::EditReviewerProfile>(&user.actor, &facts(&account))?;
    let pack = calibration::pack().map_err(Error::Internal)?;
    // The pack is about the framework that comes with the program, whatever has been published since.
    let framework = parse(FIVE_PRINCIPLES)
        .map_err(|_| Error::Internal("the framework that comes with it does not parse".into()))?;
    let given = app.store.find_calibration(&account.id).await?;
    Ok((account, pack, framework, given))
}

/// Stores the own levels. They are given once; a second post leads to the comparison.
pub async fn calibrate(app: &App, user: &User, form: &RawForm) -> Result<(), Error> {
    let (account, pack, _, given) = find_calibration(app, user).await?;
    let permit = policy::account::<act::EditReviewerProfile>(&user.actor, &facts(&account))?;
    if given.is_some() {
        return Err(Error::Repeated("/me/calibration".into()));
    }
    let levels = calibration::read(form, &pack)?;
    let mut write = Write::new(&user.meta());
    write.push(reviewers::calibrate(&permit, &pack.key, &levels, user.now));
    write.audit(
        "rated the fictional school",
        format!("person:{}", account.id),
        "",
    );
    write.once(form.get("form_key"), "/me/calibration");
    Ok(app.store.commit(write).await?)
}

/// The school with this URN or whole name.
async fn find_school(app: &App, typed: &str, field: &str) -> Result<SchoolId, Error> {
    let found = app
        .store
        .find_places(domain::people::PlaceKind::School, typed)
        .await?;
    let words = match (found.exact.as_slice(), found.similar.is_empty()) {
        ([school], _) => return Ok(school.id.parse()?),
        ([], true) => "There is no school with this name or URN. Check it and try again",
        _ => {
            "More than one school has this in its name. Enter the URN, which is on the school's page"
        }
    };
    Err(FieldErrors::one(field, words).into())
}
