//! The wording of every mail, as snapshots that a person can read, and what must hold for all of them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use chrono::NaiveDate;
use server::email::Contact;
use server::email::messages::{
    DailyMail, Invitation, LateItem, NoticeItem, Rendered, SignInLink, TaskItem, Timing,
};

fn day(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2027, 3, day).unwrap()
}

fn priya() -> Option<Contact> {
    Some(Contact::new("Priya Shah", "priya.shah@northshire.example"))
}

fn sign_in(name: &str) -> SignInLink {
    SignInLink {
        name: name.into(),
        link: "https://quintet.example/sign-in/7Yw3kQzL0mVb2Hn5sRtXcP9dEfGaUjKi?next=%2Freviews"
            .into(),
        minutes_valid: 15,
        requested_at: "9:41am on 3 March 2027".into(),
        ask: None,
    }
}

fn invitation(name: &str) -> Invitation {
    Invitation {
        name: name.into(),
        invited_by: "Priya Shah".into(),
        role_in_words: "a reviewer for the Northshire Inclusion Partnership".into(),
        why: "Priya Shah, who coordinates the Northshire Inclusion Partnership, gave this address."
            .into(),
        link: "https://quintet.example/invitations/7Yw3kQzL0mVb2Hn5sRtXcP9dEfGaUjKi".into(),
        valid_until: day(17),
        ask: priya(),
    }
}

fn task(title: &str, school: &str, due: u32, timing: Timing) -> TaskItem {
    TaskItem {
        title: title.into(),
        school: Some(school.into()),
        due: day(due),
        timing,
        note: None,
        link: format!("https://quintet.example/reviews/ashby/{due}").into(),
    }
}

fn notice(headline: &str) -> NoticeItem {
    NoticeItem {
        headline: headline.into(),
        what_to_do: "Check that your team can come on that day.".into(),
        link_label: "See the new dates".into(),
        link: "https://quintet.example/reviews/ashby/dates".into(),
    }
}

fn late(school: &str, working_days_late: u32) -> LateItem {
    LateItem {
        school: school.into(),
        task: "Self-review".into(),
        working_days_late,
        link: "https://quintet.example/cycles/spring-2027/schools/123456".into(),
    }
}

fn daily(tasks: Vec<TaskItem>, notices: Vec<NoticeItem>) -> DailyMail {
    DailyMail {
        name: "Amina Begum".into(),
        cycle: Some("Northshire spring cycle 2027".into()),
        notices,
        tasks,
        late: Vec::new(),
        weekly: false,
        home_link: "https://quintet.example/home".into(),
        ask: priya(),
        why: "you are the headteacher of Ashby Primary School.".into(),
    }
}

fn several_tasks() -> Vec<TaskItem> {
    let mut draft = task(
        "Self-review",
        "Ashby Primary School",
        1,
        Timing::Late { working_days: 2 },
    );
    draft.note = Some("You have saved a draft. It is not submitted yet.".into());
    vec![
        task(
            "Enquiry questions",
            "Ashby Primary School",
            17,
            Timing::Ahead,
        ),
        draft,
        task(
            "Visit plan and timetable",
            "Ashby Primary School",
            3,
            Timing::Today,
        ),
    ]
}

fn coordinator_weekly() -> DailyMail {
    DailyMail {
        name: "Priya Shah".into(),
        late: vec![
            late(
                "St Bede’s Catholic Voluntary Academy and Nursery, Lower Thornley",
                6,
            ),
            late("Brook Lane Infants", 11),
            late("Ashby Primary School", 6),
        ],
        weekly: true,
        tasks: vec![TaskItem {
            school: None,
            ..task("Pairing", "", 9, Timing::Ahead)
        }],
        why: "you coordinate the Northshire Inclusion Partnership.".into(),
        ask: Some(Contact::new("Tom Hale", "tom.hale@northshire.example")),
        ..daily(Vec::new(), Vec::new())
    }
}

/// Every kind of mail, by the name of its snapshot.
fn all() -> Vec<(&'static str, Rendered)> {
    let one_task = vec![task(
        "Self-review",
        "Ashby Primary School",
        3,
        Timing::Ahead,
    )];
    let moved = || notice("The visit to Ashby Primary School has moved to 5 May 2027");
    let signed = NoticeItem {
        what_to_do: "You do not need to do anything.".into(),
        link_label: "See where Ashby Primary School stands".into(),
        ..notice("Ashby Primary School has accepted the agreement")
    };
    vec![
        ("sign_in_link", sign_in("Amina Begum").render().unwrap()),
        ("invitation", invitation("Amina Begum").render().unwrap()),
        (
            "daily_one_task",
            daily(one_task.clone(), Vec::new()).render().unwrap(),
        ),
        (
            "daily_one_notice",
            daily(Vec::new(), vec![moved()]).render().unwrap(),
        ),
        (
            "daily_notice_and_task",
            daily(one_task, vec![moved()]).render().unwrap(),
        ),
        (
            "daily_one_late_task",
            daily(several_tasks().drain(1..2).collect(), Vec::new())
                .render()
                .unwrap(),
        ),
        (
            "daily_notices_and_tasks",
            daily(several_tasks(), vec![moved(), signed])
                .render()
                .unwrap(),
        ),
        (
            "weekly_for_a_coordinator",
            coordinator_weekly().render().unwrap(),
        ),
        (
            "weekly_with_nothing_open",
            DailyMail {
                tasks: Vec::new(),
                late: Vec::new(),
                ..coordinator_weekly()
            }
            .render()
            .unwrap(),
        ),
    ]
}

#[test]
fn the_wording_of_every_mail_is_as_reviewed() {
    for (name, mail) in all() {
        let as_text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
        insta::assert_snapshot!(format!("{name}_text"), as_text);
        insta::assert_snapshot!(format!("{name}_html"), mail.html);
    }
}

#[test]
fn text_parts_are_76_columns_wide_and_links_stand_alone() {
    for (name, mail) in all() {
        for line in mail.text.lines() {
            let is_link = line.contains("https://");
            assert!(is_link || line.chars().count() <= 76, "{name}: {line}");
            assert!(
                !is_link || line.trim().split(' ').count() == 1,
                "{name}: {line}"
            );
            assert_eq!(line, line.trim_end(), "{name}");
        }
        assert!(!mail.text.contains("\n\n\n"), "{name}");
    }
}

#[test]
fn html_parts_bring_nothing_from_elsewhere_and_hold_the_same_links_as_the_text() {
    for (name, mail) in all() {
        for banned in [
            "<img", "<script", "<link", "<iframe", "<table", "url(", "@import", "{{", "{%",
        ] {
            assert!(!mail.html.contains(banned), "{name} holds {banned}");
        }
        let mut in_html = links(&mail.html, "href=\"https://", '"');
        let mut in_text = links(&mail.text, "https://", '\n');
        in_html.sort();
        in_text.sort();
        assert_eq!(in_html, in_text, "{name}");
    }
}

fn links(document: &str, mark: &str, end: char) -> Vec<String> {
    let pieces = document.split(mark).skip(1);
    pieces
        .map(|piece| piece.split(end).next().unwrap().to_owned())
        .collect()
}

#[test]
fn every_mail_says_why_it_came_and_whom_to_ask_and_has_one_main_link_at_most() {
    for (name, mail) in all() {
        for part in [&mail.text, &mail.html] {
            let part = part.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(part.contains("Why you get this: "), "{name}");
            assert!(part.contains("Questions? Ask "), "{name}");
        }
        let buttons = mail.html.matches("display:inline-block").count();
        assert!(buttons <= 1, "{name} has {buttons} buttons");
    }
    let single = daily(several_tasks().split_off(2), Vec::new())
        .render()
        .unwrap();
    assert_eq!(links(&single.text, "https://", '\n').len(), 1);
}

#[test]
fn tasks_come_oldest_first_and_lateness_longest_first() {
    let mail = daily(several_tasks(), Vec::new()).render().unwrap();
    for part in [&mail.text, &mail.html] {
        let at = |what: &str| part.find(what).unwrap();
        assert!(at("Self-review for") < at("Visit plan and timetable for"));
        assert!(at("Visit plan and timetable for") < at("Enquiry questions for"));
    }
    let mail = coordinator_weekly().render().unwrap();
    let at = |what: &str| mail.text.find(what).unwrap();
    assert!(
        at("Brook Lane") < at("Ashby Primary School:")
            && at("Ashby Primary School:") < at("St Bede")
    );
}

#[test]
fn the_subject_says_the_most_important_thing() {
    let ashby = "Ashby Primary";
    let subject = |tasks: Vec<TaskItem>, notices: Vec<NoticeItem>| {
        daily(tasks, notices).render().unwrap().subject
    };
    let review = |timing| task("Self-review", ashby, 3, timing);
    let late = |working_days| review(Timing::Late { working_days });

    assert_eq!(
        subject(vec![review(Timing::Ahead)], vec![]),
        "Self-review for Ashby Primary is due on 3 March 2027"
    );
    assert_eq!(
        subject(vec![review(Timing::Today)], vec![notice("News")]),
        "Self-review for Ashby Primary is due today, 3 March 2027"
    );
    assert_eq!(
        subject(vec![late(2)], vec![]),
        "Self-review for Ashby Primary is 2 working days late"
    );
    assert_eq!(
        subject(vec![late(1)], vec![]),
        "Self-review for Ashby Primary is 1 working day late"
    );
    assert_eq!(
        subject(vec![late(0)], vec![]),
        "Self-review for Ashby Primary is late"
    );
    assert_eq!(
        subject(
            vec![review(Timing::Ahead), review(Timing::Ahead), late(2)],
            vec![]
        ),
        "3 things to do for Ashby Primary, 1 of them late"
    );
    assert_eq!(
        subject(vec![late(2), late(5)], vec![]),
        "2 things to do for Ashby Primary, all late"
    );
    assert_eq!(
        subject(
            vec![
                review(Timing::Ahead),
                task("Pack", "Brook Lane", 5, Timing::Ahead)
            ],
            vec![]
        ),
        "2 things to do"
    );
    assert_eq!(
        subject(vec![], vec![notice("The visit has moved")]),
        "The visit has moved"
    );
    assert_eq!(
        subject(
            vec![review(Timing::Ahead)],
            vec![notice("The visit has moved")]
        ),
        "The visit has moved, and you have 1 thing to do"
    );
    assert_eq!(
        subject(vec![], vec![notice("A"), notice("B")]),
        "2 updates about Northshire spring cycle 2027"
    );
    let weekly = DailyMail {
        tasks: vec![],
        ..coordinator_weekly()
    };
    assert_eq!(
        weekly.render().unwrap().subject,
        "3 tasks are late at 3 schools in Northshire spring cycle 2027"
    );
}

#[test]
fn a_long_list_is_cut_and_the_rest_counted() {
    let many = (0..400).map(|n| late(&format!("School {n}"), n)).collect();
    let mail = DailyMail {
        late: many,
        ..coordinator_weekly()
    }
    .render()
    .unwrap();
    assert!(mail.text.contains("And 375 more, on your home page."));
    // Mail programs cut a message that is longer than about 100 KB.
    assert!(mail.html.len() < 30_000);
}

/// Everything that somebody else typed, at once.
fn with_typed(typed: &str) -> Vec<(&'static str, Rendered)> {
    let mut sign_in = sign_in(typed);
    sign_in.ask = Some(Contact::new(typed, typed));
    let mut invitation = invitation(typed);
    invitation.invited_by = typed.into();
    invitation.role_in_words = typed.into();
    invitation.why = typed.into();
    let mut tasks = vec![
        task(typed, typed, 1, Timing::Today),
        task(typed, typed, 2, Timing::Ahead),
    ];
    tasks[0].note = Some(typed.into());
    let mut notice = notice(typed);
    notice.what_to_do = typed.into();
    notice.link_label = typed.into();
    let mut daily = daily(tasks, vec![notice]);
    daily.late = vec![late(typed, 3)];
    daily.cycle = Some(typed.into());
    daily.name = typed.into();
    vec![
        ("sign_in_link", sign_in.render().unwrap()),
        ("invitation", invitation.render().unwrap()),
        ("daily", daily.render().unwrap()),
    ]
}

#[test]
fn what_others_typed_stays_text() {
    let typed = "</title><script>alert(1)</script>\"'\r\n\r\nBcc: x@evil.example\u{202E}<a href=x>";
    for (name, mail) in with_typed(typed) {
        assert!(!mail.subject.contains(['\r', '\n']), "{name}");
        assert!(!mail.html.contains("<script"), "{name}");
        assert!(!mail.html.contains("<a href=x>"), "{name}");
        assert_eq!(mail.html.matches("</title>").count(), 1, "{name}");
        assert!(
            !mail.html.contains('\u{202E}') && !mail.text.contains('\u{202E}'),
            "{name}"
        );
        assert!(
            !mail
                .text
                .lines()
                .any(|line| line.starts_with("Bcc:") && line.len() < 30),
            "{name}"
        );
    }
}

#[test]
fn very_long_words_make_no_very_long_mail() {
    for (name, mail) in with_typed(&"Wolverhampton".repeat(5_000)) {
        assert!(mail.subject.chars().count() <= 150, "{name}");
        assert!(
            mail.text.len() < 16_000 && mail.html.len() < 40_000,
            "{name}"
        );
        assert!(mail.text.lines().all(|line| line.len() < 998), "{name}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(256))]

    #[test]
    fn any_typed_text_keeps_the_shape_of_the_html(typed in "\\PC{0,40}|[\\s\\S]{0,40}|[<>&\"'/= a-z]{0,40}") {
        let tags = |html: &str| html.matches('<').count();
        for ((name, plain), (_, hostile)) in with_typed("Ashby").iter().zip(with_typed(&typed)) {
            proptest::prop_assert_eq!(tags(&plain.html), tags(&hostile.html), "{}", name);
        }
    }
}
