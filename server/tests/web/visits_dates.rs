use crate::support::Site;
use axum::http::StatusCode;
use serde_json::json;

/// Review r1 with a team of two who have accepted (rev3 leads) and one who has not answered.
async fn site() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'team_confirmed';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev4, lead = false, state = 'declined'",
    )
    .await;
    site
}

/// Fields of a proposal of these days.
fn proposal<'a>(
    days: &[(&'a str, &'a str, &'a str)],
    rest: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    const NAMES: [[&str; 4]; 5] = [
        ["day1-day", "day1-month", "day1-year", "note1"],
        ["day2-day", "day2-month", "day2-year", "note2"],
        ["day3-day", "day3-month", "day3-year", "note3"],
        ["day4-day", "day4-month", "day4-year", "note4"],
        ["day5-day", "day5-month", "day5-year", "note5"],
    ];
    let mut fields = rest.to_vec();
    for (names, (day, month, note)) in NAMES.iter().zip(days) {
        fields.extend([
            (names[0], *day),
            (names[1], *month),
            (names[2], "2027"),
            (names[3], *note),
        ]);
    }
    fields
}

const PROPOSE: &str = "/reviews/r1/dates/propose";
const DATES: &str = "/reviews/r1/dates";
const CHOOSE: &str = "/reviews/r1/dates/choose";

async fn notices(site: &Site, kind: &str) -> serde_json::Value {
    site.stored(&format!(
        "SELECT VALUE record::id(person) FROM notice WHERE kind = '{kind}' ORDER BY person"
    ))
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_school_proposes_the_team_answers_and_the_lead_chooses() {
    let site = site().await;
    let (head, lead, reviewer) = (
        site.sign_in("head1").await,
        site.sign_in("rev3").await,
        site.sign_in("rev2").await,
    );
    let days = proposal(
        &[("18", "3", "until 2pm only"), ("16", "3", "")],
        &[("version", "0"), ("form_key", "p")],
    );
    site.post(&head, PROPOSE, &days)
        .await
        .expect_redirect(DATES);
    // Pressing twice proposes once.
    site.post(&head, PROPOSE, &days)
        .await
        .expect_redirect(DATES);
    assert_eq!(
        site.stored("SELECT VALUE [days, notes, version] FROM visit_proposal")
            .await,
        json!([[["2027-03-16", "2027-03-18"], ["", "until 2pm only"], 1]])
    );
    assert_eq!(
        notices(&site, "visit_dates_proposed").await,
        json!(["coord1", "rev2", "rev3"])
    );

    let page = site.get(&reviewer, DATES).await.expect(StatusCode::OK);
    for words in [
        "Tuesday 16 March 2027",
        "until 2pm only",
        "Rosa Reviewer has not answered",
        "Proposed by Hana One",
    ] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    // Each answers every day.
    let half = site
        .post(&reviewer, DATES, &[("answer-2027-03-16", "can")])
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        half.body.contains("href=\"#answer-2027-03-18\""),
        "{}",
        half.text()
    );
    site.post(
        &reviewer,
        DATES,
        &[
            ("answer-2027-03-16", "cannot"),
            ("answer-2027-03-18", "can"),
        ],
    )
    .await
    .expect_redirect(DATES);
    assert_eq!(notices(&site, "visit_dates_answered").await, json!([]));
    site.post(
        &lead,
        DATES,
        &[
            ("answer-2027-03-16", "can"),
            ("answer-2027-03-18", "if_needed"),
        ],
    )
    .await
    .expect_redirect(DATES);
    assert_eq!(
        notices(&site, "visit_dates_answered").await,
        json!(["head1"])
    );

    let page = site.get(&lead, DATES).await.expect(StatusCode::OK).text();
    assert!(
        page.contains("Ravi Reviewer cannot come") && page.contains("Possible for all"),
        "{page}"
    );
    // A reviewer who does not lead is not asked to choose, and may not.
    site.post(&reviewer, CHOOSE, &[("choice", "2027-03-18")])
        .await
        .expect(StatusCode::FORBIDDEN);
    let preview = site
        .post(&lead, CHOOSE, &[("choice", "2027-03-18")])
        .await
        .expect(StatusCode::OK);
    assert!(
        preview
            .text()
            .contains("Self-review submitted Thursday 11 March 2027"),
        "{}",
        preview.text()
    );
    let key = preview.hidden("form_key");
    site.post(
        &lead,
        CHOOSE,
        &[
            ("choice", "2027-03-18"),
            ("was", ""),
            ("confirm", "yes"),
            ("form_key", &key),
        ],
    )
    .await
    .expect_redirect("/reviews/r1");
    assert_eq!(
        site.stored("SELECT VALUE [visit_date, state] FROM review:r1")
            .await,
        json!([["2027-03-18", "date_agreed"]])
    );
    assert_eq!(
        notices(&site, "visit_date_agreed").await,
        json!(["coord1", "head1", "rev2"])
    );
    assert_eq!(
        site.stored("SELECT VALUE sequence FROM visit_calendar")
            .await,
        json!([0])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_cannot_be_is_refused_in_words_and_nothing_typed_is_lost() {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let page = site
        .post(
            &head,
            PROPOSE,
            &proposal(
                &[
                    ("20", "3", "mornings"),
                    ("26", "3", ""),
                    ("6", "4", ""),
                    ("18", "3", ""),
                    ("18", "3", ""),
                ],
                &[("version", "0")],
            ),
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    for words in ["Saturday", "Good Friday", "Easter holiday", "already"] {
        assert!(page.text().contains(words), "{words}: {}", page.text());
    }
    assert!(page.body.contains("value=\"mornings\""));
    assert_eq!(
        site.stored("SELECT VALUE id FROM visit_proposal").await,
        json!([])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn clashes_are_seen_before_choosing_and_name_only_what_the_reader_may_know() {
    let site = site().await;
    // Ravi goes to Birchwood on the 18th, Calder is visited on the 16th by others; and Ravi goes to another partnership.
    site.seed(
        "UPDATE review:r4 SET visit_date = '2027-03-18', state = 'date_agreed';
        CREATE team_member SET review = review:r4, person = person:rev2, lead = true, state = 'accepted';
        UPDATE review:r3 SET visit_date = '2027-03-16', state = 'date_agreed';
        UPDATE review:r6 SET visit_date = '2027-03-17', state = 'date_agreed';
        CREATE team_member SET review = review:r6, person = person:rev2, lead = false, state = 'accepted';
        UPDATE review:r7 SET visit_date = '2027-03-16', state = 'date_agreed';
        UPDATE person:rev3 SET weekdays = [1, 3, 4, 5]",
    )
    .await;
    let (head, coordinator, ravi, lead) = (
        site.sign_in("head1").await,
        site.sign_in("coord1").await,
        site.sign_in("rev2").await,
        site.sign_in("rev3").await,
    );
    site.post(
        &head,
        PROPOSE,
        &proposal(&[("16", "3", ""), ("18", "3", "")], &[("version", "0")]),
    )
    .await
    .expect_redirect(DATES);
    let seen = site.get(&head, DATES).await.text();
    assert!(
        seen.contains("Ravi Reviewer has another visit on this day.")
            && seen.contains("Another school of the partnership has its visit on this day.")
            && seen.contains("Ravi Reviewer has another visit on the day after.")
            && seen
                .contains("Rosa Reviewer has said in the own profile that this day does not suit."),
        "{seen}"
    );
    for school in ["Dunmore", "Calder", "Fernhill"] {
        assert!(!seen.contains(school), "{school}: {seen}");
    }
    let seen = site.get(&coordinator, DATES).await.text();
    assert!(
        seen.contains("Ravi Reviewer also visits Dunmore High School on this day.")
            && seen.contains("Calder Infant School has its visit on this day too."),
        "{seen}"
    );
    assert!(!seen.contains("Fernhill"), "{seen}");
    let seen = site.get(&ravi, DATES).await.text();
    assert!(
        seen.contains("Ravi Reviewer also visits Fernhill Primary School on the day after."),
        "{seen}"
    );
    let preview = site
        .post(&lead, CHOOSE, &[("choice", "2027-03-18")])
        .await
        .expect(StatusCode::OK);
    assert!(
        preview
            .text()
            .contains("Ravi Reviewer has another visit on this day."),
        "{}",
        preview.text()
    );
    // The one-step page says the same.
    let preview = site
        .post(
            &head,
            "/reviews/r1/visit-date",
            &[
                ("visit-day", "18"),
                ("visit-month", "3"),
                ("visit-year", "2027"),
            ],
        )
        .await
        .expect(StatusCode::OK);
    assert!(
        preview.text().contains("another visit on this day"),
        "{}",
        preview.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_day_that_is_no_longer_proposed_and_a_second_choice_are_refused() {
    let site = site().await;
    let (head, lead, coordinator) = (
        site.sign_in("head1").await,
        site.sign_in("rev3").await,
        site.sign_in("coord1").await,
    );
    site.post(
        &head,
        PROPOSE,
        &proposal(&[("16", "3", ""), ("18", "3", "")], &[("version", "0")]),
    )
    .await
    .expect_redirect(DATES);
    let other = site
        .post(
            &lead,
            CHOOSE,
            &[("choice", "2027-03-17"), ("confirm", "yes")],
        )
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        other.text().contains("can no longer be chosen"),
        "{}",
        other.text()
    );
    let chosen = |day: &'static str| [("choice", day), ("was", ""), ("confirm", "yes")];
    site.post(&coordinator, CHOOSE, &chosen("2027-03-16"))
        .await
        .expect_redirect("/reviews/r1");
    let late = site
        .post(&lead, CHOOSE, &chosen("2027-03-18"))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        late.text().contains("agreed for Tuesday 16 March 2027"),
        "{}",
        late.text()
    );
    // A proposal over another one, unseen.
    let page = site
        .post(
            &head,
            PROPOSE,
            &proposal(&[("19", "3", "")], &[("version", "0")]),
        )
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        page.text().contains("Hana One proposed other days") && page.body.contains("value=\"19\""),
        "{}",
        page.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_find_no_proposal_and_contributors_do_not_propose() {
    let site = site().await;
    for (person, status) in [
        ("contrib1", StatusCode::FORBIDDEN),
        ("coord1", StatusCode::FORBIDDEN),
        ("rev3", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("rev5", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        assert_eq!(site.get(&cookie, PROPOSE).await.status, status, "{person}");
    }
    for (person, status) in [
        ("la", StatusCode::FORBIDDEN),
        ("governor1", StatusCode::NOT_FOUND),
        ("rev4", StatusCode::NOT_FOUND),
        ("head3", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        assert_eq!(site.get(&cookie, DATES).await.status, status, "{person}");
    }
}
