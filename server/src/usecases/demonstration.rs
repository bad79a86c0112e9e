//! The demonstration: becoming one of its invented people, and moving its clock.

use crate::auth::session;
use crate::demo::PERSONAS;
use crate::error::Error;
use crate::http::ctx::Ctx;
use crate::jobs;
use crate::state::App;
use axum_extra::extract::cookie::Cookie;
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::calendar::{WorkingCalendar, london_instant};
use domain::forms::RawForm;
use domain::ids::PersonId;
use domain::milestones::MilestoneKey;
use domain::policy::{self, ReviewScope, act};
use store::mail::log::{Message, MessageFilter};
use store::{Meta, Write};

/// The setting that keeps the demonstration's time over a restart.
const CLOCK: &str = "demonstration_clock";
/// E-mails shown on the page.
const SHOWN: usize = 20;
/// Farthest that the clock moves at once, in days.
const FARTHEST: u64 = 150;

/// Refuses on a website that is not the demonstration: there is no such page.
fn only_in_demo(app: &App) -> Result<(), Error> {
    if app.settings.demo {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// One of the people to be, with a name.
#[derive(Debug, Clone)]
pub struct Choice {
    /// Who.
    pub id: &'static str,
    /// The name.
    pub name: String,
    /// The role in words.
    pub role: &'static str,
    /// What there is to see.
    pub see: &'static str,
}

/// A milestone that lies ahead.
#[derive(Debug, Clone)]
pub struct Ahead {
    /// Which.
    pub key: MilestoneKey,
    /// For which school.
    pub school: String,
    /// When.
    pub day: NaiveDate,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Demonstration {
    /// People to be.
    pub people: Vec<Choice>,
    /// The next milestone of any review.
    pub next: Option<Ahead>,
    /// The newest e-mails, newest first.
    pub mails: Vec<Message>,
}

/// Loads the page.
pub async fn load(app: &App, ctx: &Ctx) -> Result<Demonstration, Error> {
    only_in_demo(app)?;
    let mut people = Vec::new();
    for persona in PERSONAS {
        let id: PersonId = persona.id.parse()?;
        if let Some((person, _)) = app.store.find_person(&id).await? {
            people.push(Choice {
                id: persona.id,
                name: person.name,
                role: persona.role,
                see: persona.see,
            });
        }
    }
    let permit = policy::operator::site::<act::SeeMessages>(&"administrator".parse()?);
    let page = app
        .store
        .list_messages(&permit, &MessageFilter::default(), 1, SHOWN)
        .await?;
    let mut mails = Vec::new();
    for line in page.lines {
        mails.extend(app.store.find_message(&permit, &line.id).await?);
    }
    Ok(Demonstration {
        people,
        next: next_milestone(app, ctx.today).await?,
        mails,
    })
}

/// Signs the visitor in as one of the people who are offered.
pub async fn become_person(app: &App, ctx: &Ctx, form: &RawForm) -> Result<Cookie<'static>, Error> {
    only_in_demo(app)?;
    let persona = PERSONAS
        .iter()
        .find(|p| p.id == form.get("person"))
        .ok_or(Error::NotFound)?;
    let person: PersonId = persona.id.parse()?;
    let mut meta = ctx.meta();
    meta.by = Some(person.clone());
    let mut write = Write::new(&meta);
    let cookie = session::begin(&mut write, &app.settings, &person);
    write.audit(
        "became in the demonstration",
        format!("person:{person}"),
        "",
    );
    app.store.commit(write).await?;
    Ok(cookie)
}

/// The first milestone after `today` of any review that is under way.
async fn next_milestone(app: &App, today: NaiveDate) -> Result<Option<Ahead>, Error> {
    let reviews = app
        .store
        .list_reviews(&ReviewScope::for_jobs(), today)
        .await?;
    Ok(reviews
        .iter()
        .filter(|r| r.facts.cycle_runs() && !r.facts.state.is_over())
        .flat_map(|r| {
            let dates = r.milestone_dates(&r.calendar());
            dates
                .iter()
                .filter(|(_, day)| *day > today)
                .map(|(key, day)| Ahead {
                    key,
                    school: r.school_name.clone(),
                    day,
                })
                .collect::<Vec<_>>()
        })
        .min_by_key(|a| (a.day, a.key)))
}

/// Moves the clock to nine o'clock on the day of the next milestone. On each working day in between the jobs run once,
/// so that every reminder goes out on its day, as it would have. Returns how many e-mails were queued, and a new session
/// for whoever is signed in: the old one may have run out on the way.
pub async fn move_clock(app: &App, ctx: &Ctx) -> Result<(u64, Option<Cookie<'static>>), Error> {
    only_in_demo(app)?;
    let calendar = WorkingCalendar::england();
    let target = match next_milestone(app, ctx.today).await? {
        Some(ahead) => ahead.day,
        None => calendar.add_working_days(ctx.today, 1),
    };
    let mut queued = 0;
    let mut day = ctx.today;
    for _ in 0..FARTHEST {
        if day >= target {
            break;
        }
        day = day.succ_opt().unwrap_or(target);
        if !calendar.is_working(day) && day != target {
            continue;
        }
        let now = nine_o_clock(day);
        app.clock.set(now);
        queued += jobs::run_due(app, now).await?.queued;
    }
    let meta = Meta {
        now: app.clock.now(),
        ..ctx.meta()
    };
    let mut write = Write::new(&meta);
    write.push(store::set_setting(CLOCK, &meta.now.to_rfc3339()));
    write.audit(
        "moved the demonstration's clock",
        "setting:demonstration_clock",
        day,
    );
    let cookie = ctx
        .person
        .as_ref()
        .map(|p| session::begin(&mut write, &app.settings, &p.actor.person));
    app.store.commit(write).await?;
    Ok((queued, cookie))
}

/// Takes up the time at which the demonstration stood when it was last stopped, if that lies ahead of the machine's.
pub async fn restore_clock(app: &App) -> Result<(), Error> {
    let stored = app.store.find_setting(CLOCK).await?;
    let stored = stored.and_then(|text| text.parse::<DateTime<Utc>>().ok());
    if let Some(then) = stored.filter(|then| *then > app.clock.now()) {
        app.clock.set(then);
    }
    Ok(())
}

fn nine_o_clock(day: NaiveDate) -> DateTime<Utc> {
    let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
    london_instant(day, nine)
}
