//! The daily mail: who gets one, on which day, and what stands in it. In the fixture the team, the date of the visit and
//! the answers are due on Monday 11 January 2027, forty working days before 15 March.

use crate::support::Site;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc, Weekday};
use domain::notices::NoticeKind;
use server::jobs::{Done, run_due};
use std::collections::BTreeMap;
use store::mail::{NewNotice, create_notice};
use store::{Meta, Write};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl Site {
    async fn jobs_at(&self, now: &str) -> Done {
        run_due(&self.app, at(now)).await.unwrap()
    }

    async fn tell(&self, person: &str, kind: NoticeKind, review: &str, now: &str) {
        let mut write = Write::new(&Meta {
            by: None,
            now: at(now),
            request: "test".into(),
        });
        let notice = NewNotice {
            id: server::state::new_id(),
            person: person.parse().unwrap(),
            kind,
            review: Some(review.parse().unwrap()),
            cycle: None,
            detail: "Something that must not stand in a mail".into(),
            link: format!("/reviews/{review}"),
        };
        write.push(create_notice(&notice, at(now)));
        self.app.store.commit(write).await.unwrap();
    }

    /// Subject and text of the person's daily mail of a day.
    async fn mail_of(&self, person: &str, day: &str) -> Option<(String, String)> {
        let rows = self
            .stored(&format!(
                "SELECT subject, text FROM message:⟨{person}-{}⟩",
                day.replace('-', "")
            ))
            .await;
        let row = rows.as_array().unwrap().first()?.clone();
        let text = |name: &str| {
            row[name]
                .as_str()
                .unwrap()
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ")
        };
        Some((text("subject"), text("text")))
    }

    async fn mailed_on(&self, day: &str) -> Vec<String> {
        let query = format!(
            "SELECT VALUE record::id(person) FROM message WHERE kind = 'daily' AND string::ends_with(record::id(id), '{}')",
            day.replace('-', "")
        );
        let mut people: Vec<String> = self
            .stored(&query)
            .await
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p.as_str().unwrap().to_owned())
            .collect();
        people.sort();
        people
    }

    /// Nothing is due for anybody: every review has been closed.
    async fn close_everything(&self) {
        self.seed("UPDATE cycle SET state = 'closed'").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_the_day_each_person_gets_one_mail_with_the_own_tasks_and_somebody_to_ask() {
    let site = Site::new().await;
    let done = site.jobs_at("2027-01-11T07:00:00Z").await;
    assert_eq!(done.queued, 9);
    assert_eq!(
        site.mailed_on("2027-01-11").await,
        [
            "coord1", "coord2", "head1", "head2", "head3", "head4", "head6", "head7", "head8"
        ]
    );
    let (subject, text) = site.mail_of("head1", "2027-01-11").await.unwrap();
    assert_eq!(
        subject,
        "Date of the visit for Ashby Primary School is due today, 11 January 2027"
    );
    for words in [
        "Hello Hana One",
        "agree the day of the visit",
        "http://127.0.0.1:3000/reviews/r1/visit-date",
        "you are the headteacher of Ashby Primary School.",
        "Cora Dean",
        "coord1@example.org",
    ] {
        assert!(text.contains(words), "{words:?} is missing from {text}");
    }
    assert!(!text.contains("Birchwood"), "{text}");
    let (_, text) = site.mail_of("coord1", "2027-01-11").await.unwrap();
    assert!(
        text.contains("Review team for Ashby Primary School")
            && text.contains("Review team for Dunmore High School"),
        "{text}"
    );
    assert!(!text.contains("Fernhill"), "{text}");
    // Nothing is made twice, and all of it has left.
    for hour in ["07:30", "12:00", "18:30"] {
        assert_eq!(
            site.jobs_at(&format!("2027-01-11T{hour}:00Z")).await,
            Done::default()
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_is_made_in_the_day_and_not_at_night() {
    let site = Site::new().await;
    assert_eq!(site.jobs_at("2027-01-11T06:59:00Z").await.queued, 0);
    assert_eq!(site.jobs_at("2027-01-11T19:00:00Z").await.queued, 0);
    assert_eq!(site.jobs_at("2027-01-11T18:59:00Z").await.queued, 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_is_never_chased() {
    let site = Site::new().await;
    site.seed("UPDATE review:r1 SET state = 'date_agreed', visit_date = '2027-03-15'")
        .await;
    site.jobs_at("2027-01-11T09:00:00Z").await;
    assert!(site.mail_of("head1", "2027-01-11").await.is_none());
    assert!(site.mail_of("head2", "2027-01-11").await.is_some());
    let (_, text) = site.mail_of("coord1", "2027-01-11").await.unwrap();
    assert!(
        !text.contains("Ashby") && text.contains("Birchwood"),
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn moving_the_visit_moves_its_reminders() {
    let site = Site::new().await;
    let agreed = "state = 'date_agreed', questions = ['To what extent do pupils feel known?']";
    site.seed(&format!(
        "UPDATE review SET {agreed}, visit_date = '2027-03-15'"
    ))
    .await;
    // The timetable, which is due before it, is agreed already.
    site.seed(
        "FOR $r IN (SELECT VALUE id FROM review) {
            CREATE type::record('timetable', record::id($r)) SET review = $r, day_starts = '08:30', day_ends = '15:30', saved_by = person:head1,
                saved_at = d'2027-01-11T09:00:00Z', head_agreed_at = d'2027-01-11T09:00:00Z', head_agreed_by = person:head1;
        }",
    )
    .await;
    // The self-review is due five working days before the visit, and asked for ten before that.
    site.seed("UPDATE review:r1 SET visit_date = '2027-03-22'")
        .await;
    site.jobs_at("2027-02-22T09:00:00Z").await;
    assert_eq!(
        site.mailed_on("2027-02-22").await,
        ["head2", "head3", "head4", "head6", "head7", "head8"]
    );
    site.jobs_at("2027-03-01T09:00:00Z").await;
    assert_eq!(site.mailed_on("2027-03-01").await, ["head1"]);
    let (subject, _) = site.mail_of("head1", "2027-03-01").await.unwrap();
    assert_eq!(
        subject,
        "Self-review for Ashby Primary School is due on 15 March 2027"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_on_weekends_bank_holidays_and_in_the_holidays_of_the_cycle() {
    let site = Site::new().await;
    site.seed("UPDATE review SET state = 'date_agreed', visit_date = '2027-05-17', self_review = 'submitted'").await;
    // Saturday, half term, Good Friday, Easter holiday, the early May bank holiday.
    for day in [
        "2027-02-13",
        "2027-02-16",
        "2027-03-26",
        "2027-04-06",
        "2027-05-03",
    ] {
        site.tell(
            "coord1",
            NoticeKind::SelfReviewSubmitted,
            "r1",
            &format!("{day}T08:00:00Z"),
        )
        .await;
        assert_eq!(
            site.jobs_at(&format!("{day}T10:00:00Z")).await.queued,
            0,
            "{day}"
        );
    }
    site.jobs_at("2027-05-04T10:00:00Z").await;
    let (_, text) = site.mail_of("coord1", "2027-05-04").await.unwrap();
    assert_eq!(
        text.matches("has submitted its self-review").count(),
        1,
        "{text}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_notice_leaves_the_same_day_and_after_the_days_mail_it_waits_for_the_next_working_day() {
    let site = Site::new().await;
    site.seed("UPDATE review SET state = 'date_agreed', visit_date = '2027-05-17'")
        .await;
    // Friday.
    site.tell(
        "head1",
        NoticeKind::VisitDateAgreed,
        "r1",
        "2027-01-15T09:00:00Z",
    )
    .await;
    assert_eq!(site.jobs_at("2027-01-15T09:01:00Z").await.queued, 1);
    let (subject, text) = site.mail_of("head1", "2027-01-15").await.unwrap();
    assert_eq!(
        subject,
        "The visit to Ashby Primary School is on 17 May 2027"
    );
    assert!(
        text.contains("http://127.0.0.1:3000/reviews/r1") && !text.contains("must not stand"),
        "{text}"
    );
    site.tell(
        "head1",
        NoticeKind::TeamConfirmed,
        "r1",
        "2027-01-15T10:00:00Z",
    )
    .await;
    assert_eq!(site.jobs_at("2027-01-15T10:01:00Z").await.queued, 0);
    assert_eq!(site.jobs_at("2027-01-16T10:00:00Z").await.queued, 0);
    assert_eq!(site.jobs_at("2027-01-18T07:00:00Z").await.queued, 1);
    let (subject, _) = site.mail_of("head1", "2027-01-18").await.unwrap();
    assert_eq!(
        subject,
        "The review team for Ashby Primary School is complete"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_holds_is_dropped_and_not_told() {
    let site = Site::new().await;
    site.seed("UPDATE review SET state = 'date_agreed', visit_date = '2027-05-17'")
        .await;
    site.seed("CREATE team_member SET review = review:r2, person = person:rev1, lead = true, state = 'invited'").await;
    let now = "2027-01-13T20:00:00Z";
    site.tell("rev1", NoticeKind::TeamInvitation, "r2", now)
        .await;
    site.tell("head1", NoticeKind::SelfReviewReturned, "r1", now)
        .await;
    site.tell("head2", NoticeKind::VisitDateAgreed, "r2", now)
        .await;
    site.tell("head3", NoticeKind::TeamConfirmed, "r3", now)
        .await;
    // Answered, submitted again, cancelled; and the head of school 3 has left.
    site.seed("UPDATE team_member SET state = 'accepted'; UPDATE review:r1 SET self_review = 'submitted'; UPDATE review:r2 SET state = 'cancelled'; UPDATE role:⟨role-head3⟩ SET until = '2027-01-13'").await;
    let done = site.jobs_at("2027-01-14T09:00:00Z").await;
    assert_eq!((done.queued, done.dropped), (0, 4));
    assert_eq!(
        site.stored("SELECT VALUE id FROM notice WHERE dropped = false")
            .await,
        serde_json::json!([])
    );
    // Told that it was cancelled they are.
    site.tell(
        "head2",
        NoticeKind::ReviewCancelled,
        "r2",
        "2027-01-14T10:00:00Z",
    )
    .await;
    assert_eq!(site.jobs_at("2027-01-14T10:01:00Z").await.queued, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_coordinator_hears_of_what_others_are_late_with_after_five_working_days() {
    let site = Site::new().await;
    site.seed("UPDATE review SET state = 'team_confirmed'")
        .await;
    site.jobs_at("2027-01-15T09:00:00Z").await;
    assert!(site.mail_of("coord1", "2027-01-15").await.is_none());
    site.jobs_at("2027-01-18T09:00:00Z").await;
    let (subject, text) = site.mail_of("coord1", "2027-01-18").await.unwrap();
    assert!(
        subject.contains("4 tasks are late at 4 schools"),
        "{subject}"
    );
    assert!(
        text.contains("Ashby Primary School: Date of the visit, 5 working days late"),
        "{text}"
    );
    // The head is told too, in the weekly summary.
    let (subject, _) = site.mail_of("head1", "2027-01-18").await.unwrap();
    assert_eq!(
        subject,
        "Date of the visit for Ashby Primary School is 5 working days late"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_holds_no_role_any_more_gets_nothing() {
    let site = Site::new().await;
    site.seed("UPDATE role SET until = '2027-01-10'").await;
    site.tell(
        "head1",
        NoticeKind::CycleLaunched,
        "r1",
        "2027-01-11T08:00:00Z",
    )
    .await;
    assert_eq!(site.jobs_at("2027-01-11T09:00:00Z").await.queued, 0);
}

async fn over_a_fortnight_nobody_gets_two_mails_on_a_day(site: Site) {
    site.seed("UPDATE review SET state = 'date_agreed', visit_date = '2027-03-22'; UPDATE review:r3 SET state = 'proposed', visit_date = NONE").await;
    let first = NaiveDate::from_ymd_opt(2027, 1, 11).unwrap();
    for day in (0..14).map(|d| first + Duration::days(d)) {
        for hour in [
            "00:30", "06:50", "07:05", "09:00", "12:30", "16:00", "18:59", "23:50",
        ] {
            let now = format!("{day}T{hour}:00Z");
            for (person, kind, review) in [
                ("head1", NoticeKind::VisitDateAgreed, "r1"),
                ("head1", NoticeKind::TeamConfirmed, "r1"),
                ("coord1", NoticeKind::InvitationAccepted, "r2"),
                ("coord1", NoticeKind::InvitationDeclined, "r3"),
                ("coord2", NoticeKind::AgreementAccepted, "r6"),
            ] {
                site.tell(person, kind, review, &now).await;
            }
            site.jobs_at(&now).await;
        }
    }
    let rows = site
        .stored("SELECT to_address, created_at, state FROM message WHERE kind = 'daily'")
        .await;
    let mut by_person_and_day: BTreeMap<(String, NaiveDate), u32> = BTreeMap::new();
    for row in rows.as_array().unwrap() {
        let day = at(row["created_at"].as_str().unwrap()).date_naive();
        assert!(
            !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
            "{day}"
        );
        assert_eq!(row["state"], "sent");
        *by_person_and_day
            .entry((row["to_address"].as_str().unwrap().to_owned(), day))
            .or_default() += 1;
    }
    assert!(
        by_person_and_day.values().all(|n| *n == 1),
        "{by_person_and_day:?}"
    );
    let of = |address: &str| {
        by_person_and_day
            .keys()
            .filter(|(to, _)| to == address)
            .count()
    };
    assert_eq!(
        (
            of("head1@example.org"),
            of("coord1@example.org"),
            of("coord2@example.org")
        ),
        (10, 10, 10)
    );
    // Every notice was told, or replaced by a newer one that says the same, up to those of the last evening.
    let open = site
        .stored("SELECT VALUE created_at FROM notice WHERE message = NONE AND dropped = false")
        .await;
    for created in open.as_array().unwrap() {
        assert!(
            at(created.as_str().unwrap()) > at("2027-01-22T07:05:00Z"),
            "{created}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_one_mail_a_person_a_day_over_a_fortnight_of_many_events() {
    over_a_fortnight_nobody_gets_two_mails_on_a_day(Site::new().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_one_mail_a_person_a_day_from_a_database_on_disk() {
    over_a_fortnight_nobody_gets_two_mails_on_a_day(Site::on_disk().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_compose_one_mail_for_each_person() {
    let site = Site::new().await;
    let (a, b) = (site.app.clone(), site.app.clone());
    let now = at("2027-01-11T09:00:00Z");
    let runs = [
        tokio::spawn(async move { run_due(&a, now).await.unwrap() }),
        tokio::spawn(async move { run_due(&b, now).await.unwrap() }),
    ];
    let (mut queued, mut sent) = (0, 0);
    for run in runs {
        let done = run.await.unwrap();
        queued += done.queued;
        sent += done.sent;
    }
    sent += run_due(&site.app, now).await.unwrap().sent;
    assert_eq!((queued, sent), (9, 9));
    assert_eq!(site.mailed_on("2027-01-11").await.len(), 9);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_cycle_asks_for_nothing() {
    let site = Site::new().await;
    site.close_everything().await;
    assert_eq!(site.jobs_at("2027-01-11T09:00:00Z").await, Done::default());
}
