use crate::support::{Answer, Site};
use axum::http::StatusCode;
use serde_json::json;

/// Review r1: rev3 leads, rev2 comes with her; the visit is on 18 March 2027.
async fn site() -> Site {
    let site = Site::new().await;
    site.seed(
        "UPDATE review:r1 SET state = 'date_agreed', visit_date = '2027-03-18';
        CREATE team_member SET review = review:r1, person = person:rev3, lead = true, state = 'accepted';
        CREATE team_member SET review = review:r1, person = person:rev2, lead = false, state = 'accepted'",
    )
    .await;
    site
}

const PAGE: &str = "/reviews/r1/timetable";

async fn begun() -> (Site, String) {
    let site = site().await;
    let head = site.sign_in("head1").await;
    let page = site.get(&head, PAGE).await.expect(StatusCode::OK);
    assert!(
        page.text().contains("Nobody has begun the timetable yet."),
        "{}",
        page.text()
    );
    site.post(
        &head,
        &format!("{PAGE}/begin"),
        &[("from", "template"), ("form_key", "b")],
    )
    .await
    .expect_redirect(PAGE);
    (site, head)
}

/// The address of the item of this kind.
async fn item(site: &Site, kind: &str) -> String {
    let ids = site
        .stored(&format!(
            "SELECT VALUE record::id(id) FROM (SELECT id, starts FROM timetable_item WHERE kind = '{kind}' ORDER BY starts)"
        ))
        .await;
    format!("{PAGE}/items/{}", ids[0].as_str().unwrap())
}

fn change<'a>(page: &Answer, starts: &'a str, ends: &'a str) -> Vec<(&'a str, String)> {
    vec![
        ("kind", "pupil_panel".into()),
        ("title", "".into()),
        ("starts", starts.into()),
        ("ends", ends.into()),
        ("place", "Library".into()),
        ("with", "Pupils of Year 5".into()),
        ("people", "rev2".into()),
        ("size", "7".into()),
        ("version", page.hidden("version")),
        ("form_key", page.hidden("form_key")),
    ]
}

async fn post(site: &Site, cookie: &str, path: &str, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    site.post(cookie, path, &fields).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_usual_day_is_dealt_out_to_the_team_and_has_nothing_to_warn_of() {
    let (site, head) = begun().await;
    let page = site.get(&head, PAGE).await.expect(StatusCode::OK).text();
    for words in [
        "8:30am to 9:00am Briefing",
        "Leading inclusion meeting",
        "Pupil panel, younger pupils (8 people)",
        "Parent and carer panel",
        "Meeting with the SENCO",
        "Rosa Reviewer",
        "Thursday 18 March 2027",
        "It is to be agreed by Thursday 4 March 2027.",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("Look at this before you agree"), "{page}");
    // One reviewer's own day.
    let page = site
        .get(&head, &format!("{PAGE}?for=rev3"))
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("the day of Rosa Reviewer")
            && page.contains("younger pupils")
            && !page.contains("Meeting with the SENCO"),
        "{page}"
    );
    // Beginning again changes nothing.
    site.post(&head, &format!("{PAGE}/begin"), &[("from", "empty")])
        .await
        .expect_redirect(PAGE);
    assert_eq!(
        site.stored("SELECT VALUE id FROM timetable_item")
            .await
            .as_array()
            .unwrap()
            .len(),
        14
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_moves_what_comes_later_and_clashes_are_said_in_words() {
    let (site, head) = begun().await;
    let panel = item(&site, "pupil_panel").await;
    let page = site.get(&head, &panel).await.expect(StatusCode::OK);
    let mut fields = change(&page, "10:50am", "11:45am");
    fields.push(("move_later", "yes".into()));
    post(&site, &head, &panel, &fields)
        .await
        .expect_redirect(PAGE);
    assert_eq!(
        site.stored("SELECT VALUE [starts, ends] FROM timetable_item WHERE kind = 'feedback'")
            .await,
        json!([["15:15", "15:45"]])
    );
    let page = site.get(&head, PAGE).await.text();
    for words in [
        "Ravi Reviewer is in two places from 10:50am to 11:30am: Meeting with staff and Pupil panel.",
        "Feedback to the school, 3:15pm to 3:45pm, lies outside the day, which is from 8:30am to 3:30pm.",
        "Rosa Reviewer has nothing from 10:50am to 11:45am.",
        "Pupil panel (7 people) Library Pupils of Year 5 Ravi Reviewer",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    // The day is longer, then.
    let day = site
        .get(&head, &format!("{PAGE}/day"))
        .await
        .expect(StatusCode::OK);
    let version = day.hidden("version");
    site.post(
        &head,
        &format!("{PAGE}/day"),
        &[
            ("starts", "8:30"),
            ("ends", "4pm"),
            ("version", &version),
            ("form_key", "d"),
        ],
    )
    .await
    .expect_redirect(PAGE);
    assert!(
        !site
            .get(&head, PAGE)
            .await
            .text()
            .contains("lies outside the day"),
    );
    // Over midnight it does not go.
    let page = site.get(&head, &panel).await.expect(StatusCode::OK);
    let mut fields = change(&page, "10:50am", "11:00pm");
    fields.push(("move_later", "yes".into()));
    let refused = post(&site, &head, &panel, &fields)
        .await
        .expect(StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.text().contains("would leave the day"),
        "{}",
        refused.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn head_and_lead_each_agree_and_a_change_afterwards_says_so() {
    let (site, head) = begun().await;
    let (lead, reviewer) = (site.sign_in("rev3").await, site.sign_in("rev2").await);
    let agree = format!("{PAGE}/agree");
    let tasks = |cookie: String| {
        let site = &site;
        async move { site.get(&cookie, "/").await.text() }
    };
    assert!(
        tasks(lead.clone())
            .await
            .contains("Agree the timetable of the visit")
    );
    let version = site.get(&head, PAGE).await.hidden("version");
    site.post(&head, &agree, &[("version", &version), ("form_key", "h")])
        .await
        .expect_redirect(PAGE);
    assert_eq!(
        site.stored(
            "SELECT VALUE record::id(person) FROM notice WHERE kind = 'timetable_to_agree'"
        )
        .await,
        json!(["rev3"])
    );
    site.post(&reviewer, &agree, &[("version", &version)])
        .await
        .expect(StatusCode::FORBIDDEN);
    site.post(&lead, &agree, &[("version", &version), ("form_key", "l")])
        .await
        .expect_redirect(PAGE);
    let page = site
        .get(&reviewer, PAGE)
        .await
        .expect(StatusCode::OK)
        .text();
    assert!(
        page.contains("Agreed by Hana One") && page.contains("Agreed by Rosa Reviewer"),
        "{page}"
    );
    assert!(
        !tasks(lead.clone())
            .await
            .contains("Agree the timetable of the visit")
    );

    // The lead removes something: both are asked again, the head is told.
    let gone = item(&site, "senco").await;
    site.post(&lead, &format!("{gone}/remove"), &[])
        .await
        .expect_redirect(PAGE);
    site.post(&lead, &format!("{gone}/remove"), &[])
        .await
        .expect(StatusCode::NOT_FOUND);
    let page = site.get(&head, PAGE).await.expect(StatusCode::OK).text();
    assert!(
        page.contains("Changed since it was agreed") && page.contains("Not agreed yet"),
        "{page}"
    );
    assert_eq!(
        site.stored("SELECT VALUE record::id(person) FROM notice WHERE kind = 'timetable_changed'")
            .await,
        json!(["head1"])
    );
    // What was read before the change is not agreed by it.
    let late = site
        .post(&head, &agree, &[("version", &version), ("form_key", "x")])
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        late.text().contains("Rosa Reviewer changed the timetable"),
        "{}",
        late.text()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_change_an_item_the_second_sees_the_first() {
    let (site, head) = begun().await;
    let lead = site.sign_in("rev3").await;
    let panel = item(&site, "pupil_panel").await;
    let (one, two) = (site.get(&head, &panel).await, site.get(&lead, &panel).await);
    post(&site, &head, &panel, &change(&one, "10:50", "11:20"))
        .await
        .expect_redirect(PAGE);
    let late = post(&site, &lead, &panel, &change(&two, "10:50", "11:40"))
        .await
        .expect(StatusCode::CONFLICT);
    assert!(
        late.text()
            .contains("It now reads: Pupil panel, 10:50am to 11:20am")
            && late.body.contains("value=\"11:40\""),
        "{}",
        late.text()
    );
    let again = change(&late, "10:50", "11:40");
    post(&site, &lead, &panel, &again)
        .await
        .expect_redirect(PAGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timetable_is_seen_by_those_who_take_part_until_the_review_closes() {
    let (site, _) = begun().await;
    for (person, status) in [
        ("contrib1", StatusCode::OK),
        ("coord1", StatusCode::OK),
        ("rev2", StatusCode::OK),
        ("la", StatusCode::FORBIDDEN),
        ("admin", StatusCode::FORBIDDEN),
        ("head2", StatusCode::NOT_FOUND),
        ("rev5", StatusCode::NOT_FOUND),
    ] {
        let cookie = site.sign_in(person).await;
        assert_eq!(site.get(&cookie, PAGE).await.status, status, "{person}");
    }
    let reviewer = site.sign_in("rev2").await;
    site.get(&reviewer, &format!("{PAGE}/new"))
        .await
        .expect(StatusCode::FORBIDDEN);
    let foreign = site.sign_in("head2").await;
    let item = item(&site, "senco").await;
    let crossed = item.replace("/r1/", "/r2/");
    site.get(&foreign, &crossed)
        .await
        .expect(StatusCode::NOT_FOUND);
    site.seed("UPDATE review:r1 SET state = 'closed', self_review = 'locked'")
        .await;
    site.get(&reviewer, PAGE)
        .await
        .expect(StatusCode::FORBIDDEN);
}
